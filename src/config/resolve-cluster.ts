import { BUILT_IN_CHOICES, type Choices } from './choices';
import { type CniChoice, defaultRelease } from './choices/cni';
import type { Cluster, DeepReadonly, Node, Taint } from './cluster';
import { formatEndpoint } from './endpoint';
import { minorOf } from './kubernetes-support';
import { resolveRepositories } from './resolve-repositories';
import { resolveRuntime } from './resolve-runtime';
import { resolveSsh } from './resolve-ssh';
import type { ClusterFile } from './schema';

type File = DeepReadonly<ClusterFile>;
type FileNode = File['spec']['nodes'][number];
type FileGroup = File['spec']['nodeGroups'][string];

const API_SERVER_PORT = 6443;

/** The cluster with every inherited setting in its place: groups and spec.ssh are merged into the nodes. */
export function resolveCluster(file: File, choices: Choices = BUILT_IN_CHOICES): Cluster {
  const { ssh: _ssh, nodeGroups: _nodeGroups, nodes: _nodes, controlPlaneEndpoint, ...rest } = file.spec;
  const nodes = file.spec.nodes.map((node) => resolveNode(file, node));
  const first = nodes.find(({ roles }) => roles.includes('control-plane')) ?? nodes[0];
  return {
    apiVersion: file.apiVersion,
    kind: file.kind,
    metadata: file.metadata,
    spec: {
      ...rest,
      packages: { ...rest.packages, repositories: resolveRepositories(file) },
      cni: resolveCni(file, choices),
      runtime: resolveRuntime(file.spec.runtime),
      controlPlaneEndpoint: controlPlaneEndpoint ?? formatEndpoint(first?.address ?? '', API_SERVER_PORT),
      nodes,
    },
  };
}

/** What a pod network's version of Kubernetes and number of nodes ask for, where the file leaves it open. */
function resolveCni({ spec: { cni, kubernetes, nodes } }: File, choices: Choices): Cluster['spec']['cni'] {
  const choice: CniChoice = choices.cni[cni.name] ?? {};
  // A manifest is of a version already.
  const version = cni.version ?? (cni.manifest ? undefined : defaultRelease(choice, minorOf(kubernetes.version)));
  const typhaReplicas = cni.typhaReplicas ?? choice.typhaReplicas?.(nodes.length);
  return { ...cni, ...(version !== undefined && { version }), ...(typhaReplicas && { typhaReplicas }) };
}

function resolveNode(file: File, node: FileNode): Node {
  const group = findGroup(file, node.group);
  const { host = node.address, ...ssh } = node.ssh ?? {};
  return {
    name: node.name,
    address: node.address,
    roles: node.roles ?? group.roles ?? ['worker'],
    site: node.site ?? group.site ?? 'default',
    ...(node.group !== undefined && { group: node.group }),
    labels: { ...group.labels, ...node.labels },
    taints: mergeTaints(group.taints ?? [], node.taints ?? []),
    ssh: resolveSsh(host, [file.spec.ssh, group.ssh ?? {}, ssh]),
  };
}

/** The settings of the group, none for a node of no group. */
function findGroup({ spec: { nodeGroups } }: File, name: string | undefined): FileGroup {
  return (name !== undefined && Object.hasOwn(nodeGroups, name) ? nodeGroups[name] : undefined) ?? {};
}

function mergeTaints(group: readonly Taint[], node: readonly Taint[]): Taint[] {
  const isReplaced = (taint: Taint) => node.some(({ key, effect }) => key === taint.key && effect === taint.effect);
  return [...group.filter((taint) => !isReplaced(taint)), ...node];
}
