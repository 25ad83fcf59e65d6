import { renderResetPlan, renderResetResult } from '../../../src/cli/output/reset-text';
import { createStyle } from '../../../src/cli/output/style';
import type { ResetResult } from '../../../src/workflows/messages-of-reset';
import { RESET_PLAN } from './reset-fixtures';

const plain = createStyle(false);
const RESULT: ResetResult = {
  operation: 'reset',
  outcome: 'reset',
  scope: 'nodes',
  nodes: [
    { name: 'worker-1', removed: ['/var/lib/kubelet', 'interface cni0'] },
    { name: 'worker-2', removed: [], left: 'unreachable' },
    { name: 'worker-3', removed: [], left: 'skipped' },
    { name: 'worker-4', removed: ['/var/lib/kubelet'], left: 'skipped' },
  ],
  phases: [],
};

test('a plan tells everything that is lost, safe for a terminal, and the digest that approves it', () => {
  expect(renderResetPlan(RESET_PLAN, plain)).toEqual([
    '',
    'worker-1: would lose',
    '  Node worker-1 of cluster lab',
    expect.not.stringContaining('\u001b'),
    '',
    'Nothing was changed. To approve exactly this when the reset is started: --approve-plan abc123',
  ]);
});

test('a plan that cannot be walked says what to fix, and gives no digest to approve', () => {
  const findings = [
    { id: 'quorum', node: 'cp-1', message: 'no quorum', fix: 'Mend it.', verdict: { kind: 'yours-to-fix' } },
    { id: 'silent-peer', node: 'cp-3', message: 'cp-3 is silent', fix: 'Install again.', verdict: { kind: 'noted' } },
  ] as const;
  const lines = renderResetPlan({ ...RESET_PLAN, findings }, plain);
  expect(lines.slice(0, 4)).toEqual([
    'cp-1: no quorum [quorum] → yours to fix',
    '  Mend it.',
    'cp-3: cp-3 is silent [silent-peer]',
    '  Install again.',
  ]);
  expect(lines.at(-1)).toBe('A reset would stop here: there is something to fix first. Nothing was changed.');
});

test('what another run holds, and that there is nothing to reset, is told', () => {
  const held = renderResetPlan({ ...RESET_PLAN, takeOver: [{ node: 'cp-1', holder: 'x/y/z' }] }, plain);
  expect(held[0]).toBe('cp-1: would be taken over from x/y/z, once approved');
  expect(renderResetPlan({ ...RESET_PLAN, isNoop: true, nodes: [] }, plain).at(-1)).toBe('Nothing to reset.');
});

test('a result tells what was removed from which node, what was not reset and why, and what stays', () => {
  const lines = renderResetResult('lab', RESULT, plain);
  expect(lines.slice(0, 12)).toEqual([
    'lab: reset',
    '',
    'worker-1: removed',
    '  /var/lib/kubelet',
    '  interface cni0',
    '',
    'worker-2: out of the cluster; the machine did not answer, so wipe it before it is used again',
    '',
    'worker-3: skipped; what was not done by then was left',
    '',
    'worker-4: skipped; what was not done by then was left, once this was removed',
    '  /var/lib/kubelet',
  ]);
  expect(lines).toContain('Left in place on each machine:');
  expect(lines.at(-1)).toBe(
    'The file still names what was taken out: remove it there, or install again to have it back.',
  );
});

test('a rejected reset has left everything in place, and says only that', () => {
  expect(renderResetResult('lab', { ...RESULT, outcome: 'rejected', nodes: [] }, plain)).toEqual([
    'lab: rejected: nothing was changed',
  ]);
});
