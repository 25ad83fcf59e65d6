import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { assessQuorum } from '../../src/activities/assess-quorum';
import { lookAtEtcd } from '../../src/remote/etcd-recovery/look-at-etcd';
import type { QuorumVerdict } from '../../src/plan/lost-quorum';
import { haCluster } from '../fakes/clusters';
import { EtcdNode } from '../fakes/etcd-node';

jest.setTimeout(30_000);

let node: EtcdNode;
beforeEach(async () => {
  node = new EtcdNode();
  while ((await lookAtEtcd(node, '10.0.0.11')).view === undefined) await sleep(20);
});
afterEach(() => node.close());

function assess(reachable: readonly string[]): Promise<QuorumVerdict> {
  const get = ({ node: name }: { node: string }) =>
    reachable.includes(name) ? Promise.resolve(node) : Promise.reject(new Error(`no route to ${name}`));
  const logger = new DefaultLogger('ERROR', () => {});
  const environment = new MockActivityEnvironment({ activityType: 'assessQuorum' }, { logger });
  const work = assessQuorum({ sessions: { get, closeAll: async () => {} } });
  return environment.run(work, { cluster: haCluster() });
}

test('members that do not answer are a finding, and what the survivor knows decides', async () => {
  expect(await assess(['cp-1'])).toMatchObject({
    state: 'lost',
    cause: expect.stringContaining('of 2 voting members 1 answers') as string,
    recovery: { memberId: 'a1', removed: [{ id: 'b2' }] },
  });
});

test('where no control plane answers nobody can tell, and each says why', async () => {
  expect(await assess([])).toEqual({
    state: 'unknown',
    cause: 'no member of etcd answers: cp-1: no route to cp-1; cp-2: no route to cp-2; cp-3: no route to cp-3',
  });
});
