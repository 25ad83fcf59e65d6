/** Every kind of fault that docs/reliability.md tells of, in its order. */
export const FAULTS = {
  W1: 'a worker is killed before an activity has done anything',
  W2: 'a worker is killed after an activity’s effect, before it is reported',
  W3: 'workers are killed at random, every 5 to 30 s',
  W4: 'a worker is stopped for twice the heartbeat timeout, then goes on beside its replacement',
  T1: 'the Temporal server is killed and started again',
  S1: 'SSH connections are cut',
  S2: 'a link is slow and lossy, or sshd refuses connections',
  H1: 'a node loses power',
  H2: 'a node is not fit',
  E1: 'join material or traces of earlier joins are stale',
  E2: 'a joining control plane is destroyed for good',
  C1: 'runs compete, are cancelled, or are terminated',
  A1: 'an artifact is corrupt, cut short or missing',
} as const;

export type FaultId = keyof typeof FAULTS;
