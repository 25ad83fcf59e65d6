import type { PhaseName, PhaseState } from '../../src/workflows/messages';
import { phaseDurations } from '../../src/workflows/phase-table';
import { describeTimes } from '../../src/workflows/waits';
import { RunBoard } from '../../src/workflows/run-board';

function twoNodes(): { board: RunBoard; published: () => number; phase: (name: PhaseName) => PhaseState | undefined } {
  let published = 0;
  const board = new RunBoard('demo', 'digest', () => {
    published += 1;
  });
  board.addNodes(
    new Map([
      ['a', ['prepare', 'runtime', 'join']],
      ['b', ['prepare', 'runtime', 'join']],
    ]),
  );
  const phase = (name: PhaseName) => board.status().phases.find((row) => row.name === name)?.state;
  return { board, published: () => published, phase };
}

test('a phase of nodes runs from the first node in it to the last node out of it', () => {
  const { board, phase } = twoNodes();
  expect(phase('prepare')).toBe('waiting');
  board.enterNodePhase('a', 'prepare');
  expect(phase('prepare')).toBe('running');
  board.enterNodePhase('a', 'runtime');
  expect(phase('prepare')).toBe('running');
  board.enterNodePhase('b', 'runtime');
  expect(phase('prepare')).toBe('done');
  expect(phase('load-balancer')).toBe('nothing-to-do');
  board.endNode('a', 'done');
  board.endNode('b', 'failed', 'skipped');
  expect(phase('join')).toBe('done');
  expect(board.status().nodes['b']).toMatchObject({ state: 'failed', note: 'skipped' });
});

test('a parked node parks its phase, and runs on when it is tried again', () => {
  const { board, phase } = twoNodes();
  board.enterNodePhase('a', 'runtime');
  board.park({ node: 'a', phase: 'runtime', type: 'X', cause: 'why', fix: 'how', sinceMs: 1, canSkip: false });
  expect(phase('runtime')).toBe('parked');
  expect(board.status().health).toBe('parked');
  expect(board.status().waitsFor).toBe('a is parked: why. how Then: slipway retry demo a or slipway abort demo');
  board.unpark('a');
  expect(phase('runtime')).toBe('running');
  expect(board.status()).toMatchObject({ health: 'working', parked: [] });
});

test('every change is published, and an ended run waits for nothing', () => {
  const { board, published } = twoNodes();
  const before = published();
  board.stop('rain');
  expect(published()).toBe(before + 1);
  expect(board.status()).toMatchObject({ health: 'stopping', waitsFor: expect.stringContaining('(rain)') as string });
  board.end('done');
  expect(board.status()).toMatchObject({ health: 'done', waits: [] });
  expect(board.status().waitsFor).toBeUndefined();
});

test('everything that waits says since when, and until when or that it has no deadline', () => {
  const { board } = twoNodes();
  const clock = (atMs: number): string => String(atMs % 1_000_000);
  const deadline = { atMs: 5_000, outcome: 'the run fails' };
  board.park({ node: 'b', phase: 'runtime', type: 'X', cause: 'why', fix: 'how', sinceMs: 1, canSkip: true, deadline });
  board.setHold({ who: 'ann', sinceMs: 2 });
  const end = board.beginWait({ state: 'etcdTurn', node: 'a', text: 'waits for the etcd turn, which b has' });
  const { waits, health, nodes } = board.status();
  expect(health).toBe('held');
  expect(waits.map(({ text }) => text)).toEqual([
    'Held by ann: nothing new begins. slipway release demo',
    expect.stringContaining('b is parked: why'),
    'waits for the etcd turn, which b has',
  ]);
  expect(nodes['a']?.note).toBe('waits for the etcd turn, which b has');
  expect(waits.slice(0, 2).map((wait) => describeTimes(wait, clock))).toEqual([
    'since 2, no deadline',
    'since 1, until 5000, then the run fails',
  ]);
  end();
  expect(board.status().waits).toHaveLength(2);
  expect(board.status().nodes['a']?.note).toBeUndefined();
});

test('what runs is told with its beginning, until it ends', () => {
  const { board } = twoNodes();
  expect(board.isQuiet).toBe(true);
  const { end, retitle } = board.begin('a', 'kubeadm init');
  retitle('kubeadm init, again');
  expect(board.status().running).toEqual([
    { about: 'a', title: 'kubeadm init, again', sinceMs: expect.any(Number) as number },
  ]);
  expect(board.isQuiet).toBe(false);
  end();
  expect(board.isQuiet).toBe(true);
});

test('only the latest notices are kept', () => {
  const { board } = twoNodes();
  for (let index = 0; index < 30; index += 1) board.notice(`notice ${index}`);
  const texts = board.status().notices?.map(({ text }) => text) ?? [];
  expect(texts).toHaveLength(20);
  expect(texts.at(-1)).toBe('notice 29');
});

test('a phase that goes on after its end keeps its beginning', () => {
  const { board } = twoNodes();
  board.movePhase('facts', 'running');
  board.movePhase('facts', 'done');
  const [first] = board.status().phases;
  board.movePhase('facts', 'running');
  const [second] = board.status().phases;
  expect(second?.startedAtMs).toBe(first?.startedAtMs);
  expect(second?.endedAtMs).toBeUndefined();
  expect(phaseDurations(board.status().phases).map(({ name }) => name)).not.toContain('facts');
});
