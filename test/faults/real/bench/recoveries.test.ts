import type { Note } from '../worker/notebook';
import { findRecoveries } from './recoveries';

const note = (what: Note['what'], atMs: number, attempt: number): Note => ({
  what,
  atMs,
  attempt,
  pid: 1,
  activity: 'joinWorker',
  subject: 'worker-1',
  workflowId: 'slipway/lab/worker-1',
  activityId: '7',
});

test('a recovery is from the strike to the next attempt of the same activity', () => {
  const notes = [note('started', 0, 1), note('frozen', 500, 1), note('started', 9_500, 2)];
  expect(findRecoveries(notes)).toEqual([{ point: 'joinWorker worker-1', tookMs: 9_000 }]);
});

test('a strike at an attempt that another has replaced is none', () => {
  expect(findRecoveries([note('started', 0, 1), note('started', 9_000, 2), note('frozen', 17_000, 1)])).toEqual([]);
});

test('an activity that was struck and never attempted again is an error', () => {
  expect(() => findRecoveries([note('started', 0, 1), note('killed', 500, 1)])).toThrow(
    'joinWorker of worker-1 was never attempted again',
  );
});
