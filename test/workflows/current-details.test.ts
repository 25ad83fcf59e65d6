import { renderCurrentDetails } from '../../src/workflows/current-details';
import { RunBoard } from '../../src/workflows/run-board';

const board = (): RunBoard => new RunBoard('demo', 'digest-of-file', () => undefined);

const gate = (items: readonly string[]) => ({
  id: 'wipe-1',
  kind: 'wipe' as const,
  digest: 'abc',
  title: 'wipe what an earlier cluster left on w-1',
  items: [{ node: 'w-1', items }],
  openedAtMs: 0,
});

test('a gate shows exactly what is destroyed and the lines that answer it', () => {
  const run = board();
  run.setGates([gate(['/etc/kubernetes', '/var/lib/etcd'])]);
  const details = renderCurrentDetails(run.status());
  expect(details).toContain('### demo: waiting');
  expect(details).toContain('- **w-1**: /etc/kubernetes\n- **w-1**: /var/lib/etcd');
  expect(details).toContain('    slipway approve demo --digest abc\n    slipway reject demo --digest abc');
  expect(details).toContain('> — since 1970-01-01T00:00:00.000Z, no deadline');
});

test('the table has a row for every node and a column for every phase of nodes', () => {
  const run = board();
  run.addNodes(
    new Map([
      ['cp-1', ['prepare', 'runtime', 'load-balancer', 'kubernetes', 'images', 'init']],
      ['w-1', ['prepare', 'runtime', 'kubernetes', 'images', 'join']],
      ['w-2', []],
    ]),
  );
  run.enterNodePhase('cp-1', 'kubernetes');
  run.endNode('w-1', 'done');
  const details = renderCurrentDetails(run.status());
  expect(details).toContain('| cp-1 | ✓ | ✓ | ✓ | ▶ | · | · |   |  |');
  expect(details).toContain('| w-1 | ✓ | ✓ |   | ✓ | ✓ |   | ✓ |  |');
  expect(details).toContain('- ▶ Images\n');
});

test('a parked branch comes first, with cause, fix and answers', () => {
  const run = board();
  run.addNodes(
    new Map([
      ['cp-1', ['prepare']],
      ['w-1', ['prepare']],
    ]),
  );
  run.enterNodePhase('cp-1', 'prepare');
  run.park({
    node: 'w-1',
    phase: 'prepare',
    type: 'X',
    cause: 'a | full disk',
    fix: 'Free space.',
    sinceMs: 0,
    canSkip: true,
  });
  const details = renderCurrentDetails(run.status());
  expect(details).toContain('> w-1 is parked: a | full disk. Free space. Then: slipway retry demo w-1 or slipway skip');
  expect(details.indexOf('| w-1 |')).toBeLessThan(details.indexOf('| cp-1 |'));
  expect(details).toContain('a \\| full disk');
});

test('a held run says what still runs, and since when', () => {
  const run = board();
  run.begin('cp-1', 'kubeadm init');
  expect(renderCurrentDetails(run.status())).not.toContain('Still running');
  run.setHold({ who: 'ann', why: 'lunch', sinceMs: 0 });
  const details = renderCurrentDetails(run.status());
  expect(details).toContain('### demo: held');
  expect(details).toContain('> Held by ann (lunch): nothing new begins. slipway release demo');
  expect(details).toMatch(/Still running:\n- \*\*cp-1\*\*: kubeadm init, since \d{4}-/);
});

test('details of a huge run stay within the 20 kB that the server takes', () => {
  const run = board();
  const names = Array.from({ length: 1000 }, (_, index) => `node-with-a-rather-long-name-${index}`);
  run.addNodes(new Map(names.map((name) => [name, ['prepare', 'runtime', 'kubernetes', 'images', 'join']])));
  for (const node of names.slice(0, 50))
    run.park({
      node,
      phase: 'images',
      type: 'X',
      cause: 'x'.repeat(900),
      fix: 'y'.repeat(100),
      sinceMs: 0,
      canSkip: true,
    });
  run.setGates([gate(Array.from({ length: 500 }, (_, index) => `/a/long/path/${'p'.repeat(300)}/${index}`))]);
  run.setHold({ who: 'w'.repeat(300), why: 'y'.repeat(2000), sinceMs: 0 });
  for (let index = 0; index < 60; index += 1) run.begin(names[index] ?? '', 't'.repeat(100));
  for (let index = 0; index < 40; index += 1) run.notice('n'.repeat(300));
  const details = renderCurrentDetails(run.status());
  expect(Buffer.byteLength(details)).toBeLessThan(20_000);
  expect(details).toContain('and 964 more nodes');
  expect(details).toContain('and 480 more');
});
