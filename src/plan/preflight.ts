import { isKubernetesNode } from '../config/nodes';
import type { PreflightFinding } from './preflight-finding';
import { address } from './preflight/address';
import { architecture } from './preflight/architecture';
import { blockedPorts } from './preflight/blocked-ports';
import { cgroupDriver } from './preflight/cgroup-driver';
import { cgroups } from './preflight/cgroups';
import { clockSkew } from './preflight/clock-skew';
import { diskLatency } from './preflight/disk-latency';
import { firewall } from './preflight/firewall';
import { firstBoot } from './preflight/first-boot';
import { hostname } from './preflight/hostname';
import { identity } from './preflight/identity';
import { kernelModules } from './preflight/kernel-modules';
import { leftovers } from './preflight/leftovers';
import { liveCluster } from './preflight/live-cluster';
import { minimums } from './preflight/minimums';
import { mtu } from './preflight/mtu';
import { nodePorts } from './preflight/node-ports';
import { operatingSystem } from './preflight/operating-system';
import { podNetwork } from './preflight/pod-network';
import { ports } from './preflight/ports';
import { readOnlyDisk } from './preflight/read-only-disk';
import { resolvers } from './preflight/resolvers';
import type { ClusterContext, ClusterRule, NodeRule } from './preflight/rule';
import { runtimeVersion } from './preflight/runtime-version';
import { sources } from './preflight/sources';
import { strangers } from './preflight/strangers';
import { subnetOverlap } from './preflight/subnet-overlap';
import { swap } from './preflight/swap';
import { versionSkew } from './preflight/version-skew';
import { vip } from './preflight/vip';

const nodeRules: readonly NodeRule[] = [
  operatingSystem,
  architecture,
  minimums,
  readOnlyDisk,
  address,
  hostname,
  swap,
  kernelModules,
  cgroups,
  versionSkew,
  runtimeVersion,
  cgroupDriver,
  ports,
  nodePorts,
  resolvers,
  sources,
  diskLatency,
  firstBoot,
  firewall,
  subnetOverlap,
  leftovers,
];

/** What matters to a machine that runs a member of etcd and no kubelet. */
const etcdRules: readonly NodeRule[] = [
  operatingSystem,
  architecture,
  readOnlyDisk,
  address,
  hostname,
  ports,
  sources,
  diskLatency,
  firstBoot,
  firewall,
  leftovers,
];

const clusterRules: readonly ClusterRule[] = [
  clockSkew,
  identity,
  mtu,
  blockedPorts,
  vip,
  liveCluster,
  podNetwork,
  strangers,
];

/** Everything that stands in the way, on all nodes at once; what the cluster file ignores is left out. */
export function preflight(context: ClusterContext): PreflightFinding[] {
  const byNode = context.nodes.flatMap((node) =>
    (isKubernetesNode(node.node) ? nodeRules : etcdRules)
      .flatMap((rule) => rule(node))
      .map((finding) => ({ node: node.node.name, ...finding })),
  );
  return dropIgnored(context, [...byNode, ...clusterRules.flatMap((rule) => rule(context))]);
}

/** A gate cannot be ignored away: what it guards would be destroyed without a word. */
function dropIgnored({ cluster }: ClusterContext, findings: readonly PreflightFinding[]): PreflightFinding[] {
  const ignored = new Set(cluster.spec.preflight.ignore);
  return findings.filter(({ id, verdict }) => verdict.kind === 'needs-approval' || !ignored.has(id));
}
