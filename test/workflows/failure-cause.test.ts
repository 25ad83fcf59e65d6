import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  RetryState,
  TerminatedFailure,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { branchFailure, failureCause, isLost, namedByPlace } from '../../src/workflows/failure-cause';

const inActivity = (cause: Error): ActivityFailure =>
  new ActivityFailure(undefined, 'pullImages', '1', RetryState.TIMEOUT, undefined, cause);
const inChild = (cause: Error): ChildWorkflowFailure =>
  new ChildWorkflowFailure(undefined, { workflowId: 'w', runId: 'r' }, 'installNode', RetryState.TIMEOUT, cause);

test('an activity’s failure is told by its type, its message without the fix, and its fix', () => {
  const failure = ApplicationFailure.create({
    type: 'NodeUnreachable',
    message: 'pullImages on w-1: connect ECONNREFUSED. Start sshd.',
    details: [{ fix: 'Start sshd.' }],
  });
  expect(failureCause(inActivity(failure))).toEqual({
    type: 'NodeUnreachable',
    cause: 'pullImages on w-1: connect ECONNREFUSED.',
    fix: 'Start sshd.',
  });
});

test('what a child failed with is read by its parent, phase included', () => {
  const cause = { type: 'KubeadmFailed', cause: 'init failed', fix: 'Look.', phase: 'init' as const };
  expect(failureCause(inChild(branchFailure(cause)))).toEqual(cause);
});

test('a child that was terminated or cancelled is told apart from one that failed', () => {
  expect(failureCause(inChild(new TerminatedFailure('x')))).toMatchObject({ type: 'Terminated' });
  expect(failureCause(inChild(new CancelledFailure('x')))).toMatchObject({ type: 'Cancelled' });
});

test('a task that no worker took names the site and how to start one', () => {
  const untaken = inActivity(new TimeoutFailure('x', undefined, TimeoutType.SCHEDULE_TO_START));
  expect(failureCause(namedByPlace(untaken, 'dc2'))).toMatchObject({
    type: 'NoWorker',
    cause: 'no worker polls site dc2',
    fix: expect.stringContaining('slipway worker --site dc2') as string,
  });
});

test('any other timeout names the activity', () => {
  const late = inActivity(new TimeoutFailure('start to close', undefined, TimeoutType.START_TO_CLOSE));
  expect(failureCause(namedByPlace(late, 'dc2'))).toMatchObject({ type: 'Timeout' });
  expect(failureCause(late).cause).toContain('pullImages timed out');
});

test('only a node that another run holds ends the whole run', () => {
  const of = (type: string): boolean => isLost(failureCause(ApplicationFailure.create({ type, message: 'm' })));
  expect(['SupersededByRun', 'NodeHeldByRun', 'NodeUnreachable', 'KubeadmFailed'].map(of)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('an error that nobody foresaw still has a cause and a fix', () => {
  expect(failureCause(new Error('odd'))).toEqual({ type: 'Unknown', cause: 'odd', fix: 'Mend the cause, then retry.' });
  expect(failureCause('odder').cause).toBe('odder');
});
