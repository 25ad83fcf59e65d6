import type { Cluster } from '../cluster';
import type { Finding, Path } from '../problems/problem';
import { isMapping, valueAt } from '../value-at';
import { listArguments } from './extra-args';
import type { Rule } from './rule';

interface ArgumentList {
  /** Path of the list below `spec.kubeadm`. */
  readonly path: Path;
  /** Flag, and the field of the file that stands for it. */
  readonly owned: Readonly<Record<string, string>>;
}

const NETWORKING = 'spec.networking';
const SUBNETS = { 'cluster-cidr': NETWORKING, 'service-cluster-ip-range': NETWORKING };

const KUBELET = {
  'node-ip': 'spec.nodes[].address',
  'hostname-override': 'spec.nodes[].name',
  'node-labels': 'spec.nodes[].labels',
  'register-with-taints': 'spec.nodes[].taints',
  'container-runtime-endpoint': 'spec.runtime.name',
  'pod-infra-container-image': 'spec.runtime.sandboxImage',
  'cgroup-driver': 'spec.runtime.cgroupDriver',
  config: 'spec.kubelet.configuration',
};

const LISTS: readonly ArgumentList[] = [
  {
    path: ['clusterConfiguration', 'apiServer', 'extraArgs'],
    owned: {
      ...SUBNETS,
      'advertise-address': 'spec.nodes[].address',
      'etcd-servers': 'spec.etcd',
      'secure-port': 'spec.controlPlaneEndpoint',
    },
  },
  {
    path: ['clusterConfiguration', 'controllerManager', 'extraArgs'],
    owned: { ...SUBNETS, 'cluster-name': 'metadata.name' },
  },
  { path: ['clusterConfiguration', 'scheduler', 'extraArgs'], owned: {} },
  {
    path: ['clusterConfiguration', 'etcd', 'local', 'extraArgs'],
    owned: { 'data-dir': 'spec.etcd', name: 'spec.nodes[].name' },
  },
  { path: ['initConfiguration', 'nodeRegistration', 'kubeletExtraArgs'], owned: KUBELET },
  { path: ['joinConfiguration', 'nodeRegistration', 'kubeletExtraArgs'], owned: KUBELET },
];

/** Flags are given as kubeadm's v1beta4 takes them, and none contradicts a field of the file. */
export const ownedArguments: Rule = {
  reads: ['spec.kubeadm'],
  check: ({ cluster }) => LISTS.flatMap((list) => checkList(cluster, list)),
};

function checkList(cluster: Cluster, { path, owned }: ArgumentList): Finding[] {
  const at = ['spec', 'kubeadm', ...path];
  const list = valueAt(cluster.spec.kubeadm, path);
  if (list === undefined) return [];
  if (!Array.isArray(list) || !list.every(isArgument)) {
    return [
      {
        path: at,
        message: 'flags are a list, as in kubeadm.k8s.io/v1beta4, whatever the version',
        accepted: 'a list of {name: flag, value: text}',
      },
    ];
  }
  return listArguments({ extraArgs: list })
    .filter(({ name }) => Object.hasOwn(owned, name))
    .map(({ name, index }) => ({
      path: [...at, index, 'name'],
      message: `the flag ${name} is not an override`,
      accepted: `set ${owned[name]} instead`,
    }));
}

function isArgument(item: unknown): boolean {
  return isMapping(item) && typeof item['name'] === 'string' && typeof item['value'] === 'string';
}
