import type { Node } from '../../src/config/cluster';
import { isControlPlane } from '../../src/config/nodes';
import type { KubeadmState, NodeFacts } from '../../src/plan/facts';
import { CA_HASH, initialized, joinedWorker, member, tracesIn, untouched } from './kubeadm-states';

/** A fresh Debian machine that nothing can be said against; `changes` replaces whole fields. */
export function freshFacts(node: Node, changes: Partial<NodeFacts> = {}): NodeFacts {
  const number = Number(node.address.split('.').at(-1));
  return {
    node: node.name,
    os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
    architecture: 'amd64',
    kernelRelease: '6.1.0-28-amd64',
    systemdVersion: 252,
    cpus: 4,
    memoryMiB: 8192,
    hostname: node.name,
    machineId: String(number).padStart(32, '0'),
    productUuid: `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`,
    interfaces: [
      {
        name: 'eth0',
        mac: `02:00:00:00:00:${String(number).padStart(2, '0')}`,
        mtu: 1500,
        addresses: [`${node.address}/24`],
      },
    ],
    defaultInterface: 'eth0',
    cgroupVersion: 2,
    clock: { offsetMs: 0, errorMs: 2 },
    swap: { active: [], persistent: false },
    disks: [{ path: '/var/lib/containerd', freeMiB: 50 * 1024, readOnly: false }],
    modules: [
      { name: 'overlay', state: 'loaded' },
      { name: 'br_netfilter', state: 'loadable' },
    ],
    ports: [],
    cloudInit: 'done',
    resolvers: ['10.0.0.2'],
    unresolvable: [],
    rulesLoadedBy: [],
    versions: {},
    kubeadm: untouched,
    traces: tracesIn(changes.kubeadm ?? untouched),
    steps: [],
    ...changes,
  };
}

export const FENCE = { clusterUid: 'uid-of-demo', epoch: 4, holder: 'default/slipway/demo/run-1', released: true };

/** A node that has joined the cluster of `haCluster`, let go by the run that installed it. */
export function memberFacts(node: Node, controlPlanes: readonly Node[], changes: Partial<NodeFacts> = {}): NodeFacts {
  const kubeadm: KubeadmState = isControlPlane(node)
    ? { ...initialized, members: controlPlanes.map(({ name, address }) => member(name, address)) }
    : { ...joinedWorker, caFingerprint: CA_HASH };
  return freshFacts(node, { kubeadm: { ...kubeadm, cniConfigs: ['10-flannel.conflist'] }, fence: FENCE, ...changes });
}

/** Operating systems of one family alone. */
export const debianAlone = {
  names: ['debian', 'ubuntu'],
  covers: ({ id, idLike }: NodeFacts['os']) => [id, ...idLike].some((name) => ['debian', 'ubuntu'].includes(name)),
};
