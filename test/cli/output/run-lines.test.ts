import { renderChanges } from '../../../src/cli/output/run-lines';
import type { RunStatus } from '../../../src/workflows/messages';
import { AT_GATE, JOINING, NOW_MS } from './fixtures';

const withoutClock = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, '').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '<moment>'));

test('the first look tells where the run stands', () => {
  expect(withoutClock(renderChanges(undefined, JOINING, NOW_MS))).toEqual([
    'Gather facts: done (1.5 s)',
    'Preflight: done (500 ms)',
    'First control plane: done (20.0 s)',
    'Join: parked',
    'cp-1: prepare done',
    'cp-1: runtime done',
    'cp-1: init done',
    'cp-2: prepare done',
    'cp-2: runtime done',
    'cp-2: join running',
    'cp-2: etcd member',
    'worker-1: prepare done',
    'worker-1: join parked',
    'worker-1: no route',
    'join material issued again (epoch 2)',
    'worker-1 is parked in join: worker-1 cannot reach 10.0.0.100:8443',
    '  Open the port.',
    '  since <moment>, no deadline',
    'Then one of',
    '  slipway retry lab worker-1',
    '  slipway skip lab worker-1',
    '  slipway abort lab',
  ]);
});

test('nothing that was told is told again', () => {
  expect(renderChanges(JOINING, JOINING, NOW_MS)).toEqual([]);
});

test('what changed since is told, one line a change', () => {
  const later: RunStatus = {
    ...JOINING,
    nodes: { ...JOINING.nodes, 'cp-2': { state: 'done', phases: { prepare: 'done', runtime: 'done', join: 'done' } } },
    notices: [...(JOINING.notices ?? []), { atMs: NOW_MS, text: 'retry of worker-1 by ann' }],
    parked: [],
  };
  expect(withoutClock(renderChanges(JOINING, later, NOW_MS))).toEqual(['cp-2: join done', 'retry of worker-1 by ann']);
});

test('a gate that opens is told with the commands that answer it', () => {
  const lines = withoutClock(renderChanges({ ...AT_GATE, gates: [] }, AT_GATE, NOW_MS));
  expect(lines[0]).toBe('Approval needed: wipe what an earlier cluster left on worker-2');
  expect(lines.at(-1)).toBe('  slipway reject lab --digest abc');
});

test('every line begins with the time of day', () => {
  for (const line of renderChanges(undefined, AT_GATE, NOW_MS)) expect(line).toMatch(/^\d\d:\d\d:\d\d /);
});

test('what the run as a whole waits for is told once, with since when and until when', () => {
  const deadline = { atMs: NOW_MS + 600_000, outcome: 'it parks' };
  const text = 'waits until 5 nodes are Ready';
  const waiting: RunStatus = {
    ...JOINING,
    waits: [...JOINING.waits, { state: 'nodesReady', text, sinceMs: NOW_MS, deadline }],
  };
  const lines = withoutClock(renderChanges(JOINING, waiting, NOW_MS));
  expect(lines).toEqual([text, '  since <moment>, until <moment>, then it parks']);
  expect(renderChanges(waiting, waiting, NOW_MS)).toEqual([]);
});
