import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ResetPlan } from '../../src/plan/reset-plan';
import { approveUpdate, rejectUpdate } from '../../src/workflows/messages';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, startReset, waitForStatus, withWorker } from '../fakes/installs';
import { CHANGES, joinedFakes } from '../fakes/resets';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

describe('before anything is touched', () => {
  test('a person is asked, with everything that is lost, and a rejection leaves all as it was', async () => {
    const cluster = namedCluster('reset-rejected');
    const fakes = joinedFakes(cluster);
    const result = await withWorker(env, cluster, fakes, async () => {
      const reset = await startReset(env, cluster, { nodes: ['w-1'] });
      const status = await waitForStatus(reset, ({ gates }) => gates.length > 0);
      expect(status).toMatchObject({
        operation: 'reset',
        health: 'waiting',
        gates: [
          {
            kind: 'reset',
            title: 'take w-1 out of reset-rejected and reset it',
            items: [{ node: 'w-1', items: ['/var/lib/kubelet'] }],
          },
        ],
        waitsFor: expect.stringContaining('slipway approve reset-rejected --digest reset-w-1'),
      });
      await reset.executeUpdate(rejectUpdate, { args: [{ digest: 'reset-w-1', who: 'ann' }] });
      return reset.result();
    });
    expect(result).toMatchObject({ outcome: 'rejected', nodes: [] });
    expect(CHANGES.flatMap((name) => fakes.callsOf(name))).toEqual([]);
  });

  test('an approval is void where the plan has changed in the meantime', async () => {
    const cluster = namedCluster('reset-changed');
    const fakes = joinedFakes(cluster);
    let observations = 0;
    fakes.resetPlan = (plan): ResetPlan => {
      observations += 1;
      return { ...plan, digest: observations === 1 ? 'plan-a' : 'plan-b' };
    };
    const result = await withWorker(env, cluster, fakes, async () => {
      const reset = await startReset(env, cluster, { nodes: ['w-1'] });
      await waitForStatus(reset, ({ gates }) => gates[0]?.digest === 'plan-a');
      await reset.executeUpdate(approveUpdate, { args: [{ digest: 'plan-a', who: 'ann' }] });
      const asked = await waitForStatus(reset, ({ gates }) => gates[0]?.digest === 'plan-b');
      expect(asked.notices?.map(({ text }) => text)).toContain(
        'the plan changed since plan-a was approved: that approval is void',
      );
      expect(fakes.callsOf('drainNode')).toEqual([]);
      await reset.executeUpdate(approveUpdate, { args: [{ digest: 'plan-b', who: 'ann' }] });
      return reset.result();
    });
    expect(result.outcome).toBe('reset');
  });

  test('an approval that came with the start counts for the plan of its digest', async () => {
    const cluster = namedCluster('reset-approved');
    const approval = { digest: 'reset-w-1', who: 'ann', why: 'it smokes' };
    const fakes = joinedFakes(cluster);
    const result = await withWorker(env, cluster, fakes, async () =>
      (await startReset(env, cluster, { nodes: ['w-1'], approval })).result(),
    );
    expect(result.outcome).toBe('reset');
    expect(fakes.callsOf('gatherFacts')).toHaveLength(1);
  });

  test('an approval of another plan counts for nothing', async () => {
    const cluster = namedCluster('reset-other-plan');
    const fakes = joinedFakes(cluster);
    await withWorker(env, cluster, fakes, async () => {
      const reset = await startReset(env, cluster, { nodes: ['w-1'], approval: { digest: 'reset-w-2', who: 'ann' } });
      const status = await waitForStatus(reset, ({ gates }) => gates.length > 0);
      expect(status.notices?.[0]?.text).toContain(
        'the plan is reset-w-1, and not reset-w-2, which was approved with the start',
      );
      expect(fakes.callsOf('claimNode')).toEqual([]);
      await reset.terminate();
    });
  });

  test('what stands in the way ends it, with the findings', async () => {
    const cluster = namedCluster('reset-refused');
    const fakes = joinedFakes(cluster);
    fakes.resetPlan = (plan) => ({
      ...plan,
      findings: [
        {
          id: 'quorum',
          node: 'cp-1',
          message: 'etcd would lose its quorum',
          fix: 'Mend cp-3.',
          verdict: { kind: 'yours-to-fix' },
        },
      ],
    });
    await withWorker(env, cluster, fakes, async () => {
      const reset = await startReset(env, cluster, { nodes: ['cp-1'] });
      await expect(reset.result()).rejects.toMatchObject({
        cause: {
          type: 'PreflightFailed',
          message: expect.stringContaining('cp-1: etcd would lose its quorum. Mend cp-3.'),
        },
      });
    });
    expect(CHANGES.flatMap((name) => fakes.callsOf(name))).toEqual([]);
  });

  test('nodes that have nothing of the cluster are nothing to do', async () => {
    const cluster = namedCluster('reset-nothing');
    const fakes = new FakeActivities();
    const result = await withWorker(env, cluster, fakes, async () => (await startReset(env, cluster)).result());
    expect(result).toMatchObject({ outcome: 'nothing-to-do', nodes: [] });
    expect(fakes.callsOf('claimNode')).toEqual([]);
  });
});
