import type { KubeadmOutcome } from './drive-kubeadm';

/** A join never inits. */
export function asJoinMove({ move }: KubeadmOutcome): { move: 'join' | 'resume' | 'none' } {
  return { move: move === 'init' ? 'join' : move };
}
