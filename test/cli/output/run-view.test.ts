import { renderRun } from '../../../src/cli/output/run-view';
import { createStyle } from '../../../src/cli/output/style';
import { AT_GATE, HELD, JOINING, NOW_MS } from './fixtures';

const plain = createStyle(false);
/** Times of day are those of the machine's own zone. */
const withoutClock = (lines: readonly string[]) =>
  lines.map((line) => line.replaceAll(/(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d/g, '<clock>'));

test('a run is one screen: phases with times, the node × phase table, notices, and how to answer', () => {
  expect(withoutClock(renderRun(JOINING, NOW_MS, plain))).toEqual([
    'lab: parked',
    '',
    ' ✓  Gather facts         1.5 s',
    ' ✓  Preflight            500 ms',
    ' –  Load balancer',
    ' ✓  First control plane  20.0 s',
    ' ⏸  Join                 20.0 s',
    ' ·  Smoke test',
    '',
    '    node      prepare  runtime  load-balancer  kubernetes  images  init  join',
    ' ✓  cp-1      ✓        ✓                                           ✓',
    ' ▶  cp-2      ✓        ✓                                                 ▶     etcd member',
    ' ⏸  worker-1  ✓        –                                                 ⏸     no route',
    '',
    '<clock> join material issued again (epoch 2)',
    '',
    'worker-1 is parked in join: worker-1 cannot reach 10.0.0.100:8443',
    '  Open the port.',
    '  since <clock>, no deadline',
    'Then one of',
    '  slipway retry lab worker-1',
    '  slipway skip lab worker-1',
    '  slipway abort lab',
    'cp-3 waits for the etcd turn, which cp-2 has',
    '  since <clock>, no deadline',
  ]);
});

test('a gate shows everything that it would destroy, and nothing that steers the terminal', () => {
  expect(withoutClock(renderRun(AT_GATE, NOW_MS, plain)).slice(-8)).toEqual([
    '',
    'Approval needed: wipe what an earlier cluster left on worker-2',
    '  since <clock>, until <clock>, then it is rejected',
    '  worker-2: /etc/kubernetes',
    '  worker-2: /var/lib/[2Jkubelet',
    'Answer with one of',
    '  slipway approve lab --digest abc',
    '  slipway reject lab --digest abc',
  ]);
});

test('a held run says by whom, since when, how to release it, and what still runs', () => {
  expect(withoutClock(renderRun(HELD, NOW_MS, plain)).slice(-4)).toEqual([
    'Held by ann (lunch): nothing new begins. slipway release lab',
    '  since <clock>, no deadline',
    'Still running:',
    '  cp-1  kubeadm init  9.0 s',
  ]);
  expect(renderRun({ ...HELD, running: [] }, NOW_MS, plain).at(-1)).toBe('Nothing runs on the nodes.');
});

test('colours mark states and change nothing else', () => {
  const coloured = renderRun(JOINING, NOW_MS, createStyle(true));
  expect(coloured.join('\n')).toContain('\u001b[33m⏸\u001b[39m');
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  expect(coloured.map((line) => line.replaceAll(/\u001b\[\d+m/g, '').trimEnd())).toEqual(
    renderRun(JOINING, NOW_MS, plain),
  );
});
