import type { NodeFrame } from './node-activity';

/** What an activity that runs kubeadm on one node has at hand. */
export type KubeadmNode = Pick<
  NodeFrame,
  'cluster' | 'catalog' | 'node' | 'fence' | 'session' | 'signal' | 'report' | 'operate' | 'openSession'
>;
