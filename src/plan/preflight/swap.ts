import { type NodeRule, repairedBy } from './rule';

export const swap: NodeRule = ({ cluster, facts }) => {
  const { active, persistent } = facts.swap;
  if (cluster.spec.kubelet.configuration['failSwapOn'] === false) return [];
  if (active.length === 0 && !persistent) return [];
  const message = active.length > 0 ? `swap is on (${active.join(', ')})` : 'swap comes on at the next boot';
  return [repairedBy('turn-swap-off', { id: 'swap-on', message, fix: 'It is turned off, now and at boot.' })];
};
