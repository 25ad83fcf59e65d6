import type { InstallResult, RunStatus } from '../../../src/workflows/messages';

export const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A run in the middle of its joins, with one worker parked. */
export const JOINING: RunStatus = {
  cluster: 'lab',
  clusterDigest: 'd1',
  phases: [
    { name: 'facts', state: 'done', startedAtMs: NOW_MS - 60_000, endedAtMs: NOW_MS - 58_500 },
    { name: 'preflight', state: 'done', startedAtMs: NOW_MS - 58_500, endedAtMs: NOW_MS - 58_000 },
    { name: 'load-balancer', state: 'nothing-to-do' },
    { name: 'init', state: 'done', startedAtMs: NOW_MS - 40_000, endedAtMs: NOW_MS - 20_000 },
    { name: 'join', state: 'parked', startedAtMs: NOW_MS - 20_000 },
    { name: 'smoke-test', state: 'waiting' },
  ],
  nodes: {
    'cp-1': { state: 'done', phases: { prepare: 'done', runtime: 'done', init: 'done' } },
    'cp-2': { state: 'running', phases: { prepare: 'done', runtime: 'done', join: 'running' }, note: 'etcd member' },
    'worker-1': {
      state: 'parked',
      phases: { prepare: 'done', runtime: 'nothing-to-do', join: 'parked' },
      note: 'no route',
    },
  },
  gates: [],
  parked: [
    {
      node: 'worker-1',
      phase: 'join',
      type: 'NodeUnreachable',
      cause: 'worker-1 cannot reach 10.0.0.100:8443',
      fix: 'Open the port.',
      sinceMs: NOW_MS,
    },
  ],
  waits: [
    {
      state: 'parked',
      node: 'worker-1',
      text: 'worker-1 is parked: worker-1 cannot reach 10.0.0.100:8443. Open the port.',
      sinceMs: NOW_MS,
    },
    { state: 'etcdTurn', node: 'cp-3', text: 'waits for the etcd turn, which cp-2 has', sinceMs: NOW_MS - 4000 },
  ],
  running: [{ about: 'cp-2', title: 'kubeadm join: etcd member', sinceMs: NOW_MS - 5000 }],
  health: 'parked',
  notices: [{ atMs: NOW_MS - 1000, text: 'join material issued again (epoch 2)' }],
};

/** A run before its first change, at a gate. */
export const AT_GATE: RunStatus = {
  cluster: 'lab',
  clusterDigest: 'd1',
  phases: [{ name: 'facts', state: 'done', startedAtMs: NOW_MS - 2000, endedAtMs: NOW_MS - 1000 }],
  nodes: {},
  gates: [
    {
      id: 'wipe-abc',
      kind: 'wipe',
      digest: 'abc',
      title: 'wipe what an earlier cluster left on worker-2',
      items: [{ node: 'worker-2', items: ['/etc/kubernetes', '/var/lib/\u001b[2Jkubelet'] }],
      openedAtMs: NOW_MS,
      deadline: { atMs: NOW_MS + 600_000, outcome: 'it is rejected' },
    },
  ],
  parked: [],
  waits: [{ state: 'gate', text: 'Approval needed', sinceMs: NOW_MS }],
  running: [],
  health: 'waiting',
};

/** A run that a person holds while an operation of it still runs. */
export const HELD: RunStatus = {
  cluster: 'lab',
  clusterDigest: 'd1',
  phases: [{ name: 'facts', state: 'done', startedAtMs: NOW_MS - 2000, endedAtMs: NOW_MS - 1000 }],
  nodes: {},
  gates: [],
  parked: [],
  hold: { who: 'ann', why: 'lunch', sinceMs: NOW_MS - 3000 },
  waits: [
    {
      state: 'held',
      text: 'Held by ann (lunch): nothing new begins. slipway release lab',
      sinceMs: NOW_MS - 3000,
    },
  ],
  running: [{ about: 'cp-1', title: 'kubeadm init', sinceMs: NOW_MS - 9000 }],
  waitsFor: 'Held by ann (lunch): nothing new begins. slipway release lab',
  health: 'held',
};

/** What a whole install of two nodes ended with. */
export const INSTALLED: InstallResult = {
  outcome: 'installed',
  nodes: [
    { name: 'cp-1', changedSteps: ['swap', 'containerd'], membership: 'init' },
    { name: 'worker-1', changedSteps: [], membership: 'none' },
    { name: 'worker-2', changedSteps: ['swap'], membership: 'join', skipped: true },
  ],
  smokeTest: { nodes: 2, podToPod: 2, nodePort: 2, dns: 2, payloadBytes: 1400, tookMs: 12_000 },
  phases: [
    { name: 'facts', tookMs: 1500 },
    { name: 'init', tookMs: 20_000 },
  ],
};
