import { renderRun } from '../../../src/cli/output/run-view';
import { createStyle } from '../../../src/cli/output/style';
import { AT_GATE, JOINING, NOW_MS } from './fixtures';

const plain = createStyle(false);

test('a run is one screen: phases with times, the node × phase table, notices, and how to answer', () => {
  const notice = /^\d\d:\d\d:\d\d (.*)$/;
  const lines = renderRun(JOINING, NOW_MS, plain).map((line) => line.replace(notice, '<clock> $1'));
  expect(lines).toEqual([
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
    'Then one of',
    '  slipway retry lab worker-1',
    '  slipway skip lab worker-1',
    '  slipway abort lab',
  ]);
});

test('a gate shows everything that it would destroy, and nothing that steers the terminal', () => {
  expect(renderRun(AT_GATE, NOW_MS, plain).slice(-7)).toEqual([
    '',
    'Approval needed: wipe what an earlier cluster left on worker-2',
    '  worker-2: /etc/kubernetes',
    '  worker-2: /var/lib/[2Jkubelet',
    'Answer with one of',
    '  slipway approve lab --digest abc',
    '  slipway reject lab --digest abc',
  ]);
});

test('colours mark states and change nothing else', () => {
  const coloured = renderRun(JOINING, NOW_MS, createStyle(true));
  expect(coloured.join('\n')).toContain('\u001b[33m⏸\u001b[39m');
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  expect(coloured.map((line) => line.replaceAll(/\u001b\[\d+m/g, '').trimEnd())).toEqual(
    renderRun(JOINING, NOW_MS, plain),
  );
});
