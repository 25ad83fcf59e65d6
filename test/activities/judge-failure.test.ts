import { ApplicationFailure } from '@temporalio/activity';
import { failure, failureRules, isFailureType, type FailureType } from '../../src/activities/failures';
import { judgeFailure, type FailureContext } from '../../src/activities/judge-failure';
import { RemoteError } from '../../src/remote/errors';
import { SshError } from '../../src/ssh/errors';
import { haCluster } from '../fakes/clusters';

const { patience } = haCluster().spec;
const at = (seconds: number): FailureContext => ({
  activity: 'prepareNode',
  node: 'cp-1',
  patience,
  firstSeenMs: 1_000_000,
  nowMs: 1_000_000 + seconds * 1000,
});
const unreachable = new SshError('unreachable', {
  node: 'cp-1',
  host: '10.0.0.11:22',
  cause: 'connect ECONNREFUSED',
  nextAction: 'Start sshd.',
});

describe('a failure as it leaves the worker', () => {
  it('names the activity, the node, the cause and the next action, in its message and in its details', () => {
    const judged = judgeFailure(unreachable, at(0));
    expect(judged.message).toBe('prepareNode on cp-1: cp-1 (10.0.0.11:22): connect ECONNREFUSED. Start sshd.');
    expect(judged).toMatchObject({ type: 'NodeUnreachable', nonRetryable: false, nextRetryDelay: 2000 });
    expect(judged.details).toEqual([
      {
        type: 'NodeUnreachable',
        activity: 'prepareNode',
        node: 'cp-1',
        fix: 'Start sshd.',
        firstSeenMs: 1_000_000,
        patienceSeconds: patience.unreachableSeconds,
      },
    ]);
  });

  it('is retried while the patience for its cause lasts, and not a second longer', () => {
    expect(judgeFailure(unreachable, at(patience.unreachableSeconds - 1)).nonRetryable).toBe(false);
    const spent = judgeFailure(unreachable, at(patience.unreachableSeconds));
    expect(spent.nonRetryable).toBe(true);
    expect(spent.message).toContain(`for ${patience.unreachableSeconds} s now; patience is spent`);
  });

  it.each<[FailureType, Error]>([
    ['HostKeyChanged', new SshError('host-key-changed', { node: 'n', host: 'h', cause: 'c', nextAction: 'N.' })],
    ['SupersededByRun', new RemoteError('superseded', { node: 'n', cause: 'c', nextAction: 'N.' })],
    ['ArtifactMismatch', new RemoteError('artifact-mismatch', { node: 'n', cause: 'c', nextAction: 'N.' })],
    ['JoinMaterialStale', failure('JoinMaterialStale', 'c')],
  ])('%s is never retried', (type, error) => {
    expect(judgeFailure(error, at(0))).toMatchObject({ type, nonRetryable: true });
  });

  it('holds no secret and stays under 2 KiB whatever was said', () => {
    const said = `token abcdef.0123456789abcdef ${'ä'.repeat(5000)}`;
    const judged = judgeFailure(new Error(said), at(0));
    expect(judged.type).toBe('Unexpected');
    expect(judged.message).toContain('token [token]');
    expect(Buffer.byteLength(judged.message)).toBeLessThan(2048);
    expect(judged.message).not.toContain('\uFFFD');
  });

  it('keeps the type that an activity chose, and takes a foreign one for unexpected', () => {
    expect(judgeFailure(failure('EtcdUnhealthy', 'no leader'), at(0)).type).toBe('EtcdUnhealthy');
    expect(judgeFailure(ApplicationFailure.create({ type: 'Foreign', message: 'x' }), at(0)).type).toBe('Unexpected');
  });

  it('says what to do next for every type that brings no advice of its own', () => {
    for (const type of Object.keys(failureRules).filter(isFailureType)) {
      const { message } = judgeFailure(failure(type, 'cause'), at(0));
      expect(message).toMatch(/^prepareNode on cp-1: cause\. [A-Z].*\.$/);
    }
  });
});
