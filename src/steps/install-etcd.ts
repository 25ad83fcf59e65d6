import { etcdDownload, etcdProgram, etcdVersion } from '../catalog/etcd/release';
import { renderEtcdEnv } from '../render/etcd-env';
import { renderEtcdService } from '../render/etcd-service';
import { renderEtcdctl } from '../render/etcdctl';
import { externalEndpoints, isEtcdAlone, isEtcdNode } from '../render/parts/external-etcd';
import type { Resource } from '../resources/resource';
import { sh } from '../ssh/shell';
import { downloadSource } from './artifacts';
import { architectureOf, checksumOf } from './checksum';
import { keyMakerOf } from './install-etcd-client';
import { packagesFor } from './packages';
import { serviceResources } from './service';
import { type BuildStep, osOf, type StepInput } from './step-input';

/** What downloads call, and what members are asked with; every node of Kubernetes has them. */
const TOOLS = ['ca-certificates', 'curl', 'tar', 'util-linux'] as const;

/**
 * etcd's programs, its user and its unit: enabled, but not started, which happens once it is decided whom the member
 * finds; a member that runs already is restarted when its program or settings change. Throws ChecksumMissing.
 */
export const installEtcd: BuildStep = (input) => {
  const { cluster, node, facts, inputs } = input;
  if (!isEtcdNode(node)) return undefined;
  const architecture = architectureOf(facts);
  const download = etcdDownload(cluster, architecture);
  const { title, url, ...source } = downloadSource(cluster, download, architecture);
  const sha256 = checksumOf({ title, url, ...source }, inputs);
  const { install, disruption } = download;
  return {
    name: 'install-etcd',
    title: `Install etcd ${etcdVersion(cluster)}`,
    resources: [
      ...(isEtcdAlone(node) ? packagesFor(osOf(input), TOOLS, 'none') : []),
      keyMakerOf(input),
      { kind: 'artifact', title, url, sha256, install, disruption },
      userAndData,
      ...serviceResources({ ...describeEtcd(input, architecture), madeFrom: [sha256] }),
      {
        kind: 'file',
        path: '/usr/local/bin/etcdctl',
        mode: '0755',
        content: renderEtcdctl({
          program: etcdProgram(cluster, architecture, 'etcdctl'),
          endpoints: externalEndpoints(cluster),
        }),
        disruption: 'none',
      },
    ],
  };
};

function describeEtcd({ cluster, node }: StepInput, architecture: string) {
  return {
    unit: 'etcd.service',
    files: [
      { path: '/etc/etcd/etcd.env', mode: '0644', content: renderEtcdEnv({ node, version: etcdVersion(cluster) }) },
      {
        path: '/etc/systemd/system/etcd.service',
        mode: '0644',
        content: renderEtcdService({ program: etcdProgram(cluster, architecture, 'etcd') }),
      },
    ],
    disruption: 'service' as const,
  };
}

/** The data is every Secret of the cluster: nobody but etcd reads it. */
const userAndData: Resource = {
  kind: 'command',
  title: 'the user etcd, and /var/lib/etcd for it alone',
  check: sh`id etcd >/dev/null 2>&1 || { echo 'there is no user etcd'; exit 1; }
looks=$(stat -c '%U:%G %a' /var/lib/etcd 2>/dev/null) || { echo '/var/lib/etcd is missing'; exit 1; }
[ "$looks" = 'etcd:etcd 700' ] || { echo "/var/lib/etcd is $looks, want etcd:etcd 700"; exit 1; }`,
  apply: sh`id etcd >/dev/null 2>&1 || useradd --system --user-group --no-create-home --home-dir /var/lib/etcd --shell /usr/sbin/nologin etcd
mkdir -p /var/lib/etcd
chown etcd:etcd /var/lib/etcd
chmod 700 /var/lib/etcd`,
  disruption: 'none',
};
