import { renderResult } from '../../../src/cli/output/result-text';
import { createStyle } from '../../../src/cli/output/style';
import { INSTALLED } from './fixtures';

const plain = createStyle(false);

test('an install ends with its nodes, the smoke test and the time of each phase', () => {
  expect(renderResult('lab', INSTALLED, plain)).toEqual([
    'lab: installed',
    '',
    '  cp-1      init            2 steps changed',
    '  worker-1  member already  no step changed',
    '  worker-2  skipped',
    '',
    'Smoke test passed in 12.0 s: 2 nodes, 2 pod-to-pod paths with 1400 bytes, 2 NodePort paths, 2 DNS answers.',
    '',
    'Wall time by phase (phases overlap):',
    '  Gather facts         1.5 s',
    '  First control plane  20.0 s',
  ]);
});

test('a run that found nothing to do says so, and one that was rejected too', () => {
  const empty = { nodes: [], phases: [] };
  expect(renderResult('lab', { ...empty, outcome: 'nothing-to-do' }, plain)[0]).toBe(
    'lab: nothing to do: every node is as the file wants it',
  );
  expect(renderResult('lab', { ...empty, outcome: 'rejected' }, plain)[0]).toBe('lab: rejected: nothing was changed');
});
