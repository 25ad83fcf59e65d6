import { isEtcdNode } from '../render/parts/external-etcd';
import type { Resource } from '../resources/resource';
import { type BuildStep, osOf, type StepInput } from './step-input';

/** What a control plane needs to make its key for the external etcd's clients. */
export const installEtcdClient: BuildStep = (input) => {
  const { cluster, node } = input;
  const needsKey = cluster.spec.etcd.topology === 'external' && cluster.spec.etcd.endpoints === undefined;
  if (!needsKey || isEtcdNode(node) || !node.roles.includes('control-plane')) return undefined;
  return {
    name: 'install-etcd-client',
    title: 'Install what makes a key for the external etcd',
    resources: [keyMakerOf(input)],
  };
};

/** Makes keys and signs certificates of members and their clients; every family calls its package so. */
export function keyMakerOf(input: StepInput): Resource {
  return { kind: 'package', manager: osOf(input).packageManager, name: 'openssl', disruption: 'none' };
}
