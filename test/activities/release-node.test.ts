import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { releaseNode } from '../../src/activities/release-node';
import { SshError } from '../../src/ssh/errors';
import { singleCluster } from '../fakes/clusters';

const unreachable = new SshError('unreachable', { node: 'solo', host: 'x:22', cause: 'away', nextAction: 'Look.' });
const sessions = { get: () => Promise.reject(unreachable), closeAll: () => Promise.resolve() };
const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };

/** The failure of an attempt to release a node that has not answered for so long. */
function release(awaySeconds: number, unreachableSeconds: number): Promise<unknown> {
  const firstSeen = { NodeUnreachable: Date.now() - awaySeconds * 1000 };
  const info = { heartbeatTimeoutMs: 8000, activityType: 'releaseNode', heartbeatDetails: { firstSeen } };
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR', () => {}) });
  const { spec, ...cluster } = singleCluster();
  const patience = { ...spec.patience, unreachableSeconds };
  const task = { cluster: { ...cluster, spec: { ...spec, patience } }, node: 'solo', fence };
  return environment.run(releaseNode({ sessions }), task).catch((error: unknown) => error);
}

test.each([
  ['half a minute is tried again', 30, 600, false],
  ['a minute is left claimed, however long others are waited for', 61, 600, true],
  ['as long as the file bears is left claimed', 20, 15, true],
])('a node that has not answered for %s', async (_, awaySeconds, unreachableSeconds, nonRetryable) => {
  expect(await release(awaySeconds, unreachableSeconds)).toMatchObject({ type: 'NodeUnreachable', nonRetryable });
});
