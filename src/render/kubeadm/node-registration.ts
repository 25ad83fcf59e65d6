import type { Cluster, Node } from '../../config/cluster';
import { kubernetesSupport } from '../../config/kubernetes-support';
import { isControlPlane } from '../parts/control-planes';
import type { JsonObject } from '../parts/merge';

export interface NodeRegistrationInput {
  readonly cluster: Cluster;
  readonly node: Node;
  /** URL of the runtime's CRI socket. */
  readonly criSocket: string;
  /** Preflight checks whose errors are warnings, beside those that the cluster file names. */
  readonly ignorePreflightErrors?: readonly string[];
}

/** How the node registers. An empty list of taints is written out, since kubeadm fills in one of its own otherwise. */
export function buildNodeRegistration(input: NodeRegistrationInput): JsonObject {
  const { cluster, node, criSocket, ignorePreflightErrors = [] } = input;
  const ignored = new Set([...cluster.spec.kubeadm.ignorePreflightErrors, ...ignorePreflightErrors]);
  return {
    name: node.name,
    criSocket,
    imagePullPolicy: 'IfNotPresent',
    taints: listTaints(cluster, node),
    kubeletExtraArgs: [{ name: 'node-ip', value: node.address }],
    ...(ignored.size === 0 ? {} : { ignorePreflightErrors: [...ignored] }),
  };
}

function listTaints({ spec: { kubernetes } }: Cluster, node: Node): JsonObject[] {
  const isDedicated = isControlPlane(node) && !node.roles.includes('worker');
  const wanted = node.taints.map(({ key, value, effect }) => ({ key, ...(value === '' ? {} : { value }), effect }));
  const ofRole = kubernetesSupport(kubernetes.version)
    .controlPlaneTaints.map((role) => ({ key: `node-role.kubernetes.io/${role}`, effect: 'NoSchedule' }))
    .filter((taint) => !wanted.some(({ key, effect }) => key === taint.key && effect === taint.effect));
  return isDedicated ? [...ofRole, ...wanted] : wanted;
}
