import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { holdUpdate, joinRunUpdate, releaseUpdate } from '../../src/workflows/messages';
import type { ResetResult } from '../../src/workflows/messages-of-reset';
import { namedCluster, pause, startReset, waitForStatus, withWorker } from '../fakes/installs';
import { joinedFakes, listChanges, nodesOf, runReset } from '../fakes/resets';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

describe('one worker', () => {
  const cluster = namedCluster('reset-worker');
  const fakes = joinedFakes(cluster);
  let result: ResetResult;
  beforeAll(async () => {
    result = await runReset(env, cluster, fakes, { nodes: ['w-1'] });
  });

  test('is drained, reset, forgotten and deleted, in this order, and nothing else is touched', () => {
    expect(listChanges(fakes)).toEqual(['drainNode w-1', 'resetNode w-1', 'forgetNode w-1', 'deleteNode w-1']);
    for (const name of ['drainNode', 'deleteNode'] as const)
      expect(fakes.callsOf(name)[0]?.input).toMatchObject({ controlPlane: 'cp-1', node: 'w-1' });
  });

  test('ends with what was removed, and the phases that a reset has', () => {
    expect(result).toMatchObject({
      operation: 'reset',
      outcome: 'reset',
      scope: 'nodes',
      nodes: [{ name: 'w-1', removed: ['what w-1 had'] }],
    });
    expect(result.phases.map(({ name }) => name)).toEqual(['facts', 'preflight', 'drain', 'reset', 'node-object']);
  });

  test('is looked at again after the approval, with the control planes, for what a reset takes away', () => {
    const looks = fakes.callsOf('gatherFacts');
    expect(looks).toHaveLength(2);
    expect(looks[0]?.input).toMatchObject({ nodes: ['cp-1', 'cp-2', 'cp-3', 'w-1'], purpose: 'reset' });
  });

  test('is claimed and not released, since nothing is left to release; the control planes are both', () => {
    expect(nodesOf(fakes, 'claimNode')).toEqual(['cp-1', 'cp-2', 'cp-3', 'w-1']);
    expect(nodesOf(fakes, 'releaseNode')).toEqual(['cp-1', 'cp-2', 'cp-3']);
  });
});

test('an install does not join a reset, nor does a reset of something else', async () => {
  const cluster = namedCluster('reset-joined');
  const fakes = joinedFakes(cluster);
  await withWorker(env, cluster, fakes, async () => {
    const reset = await startReset(env, cluster, { nodes: ['w-1'] });
    const { clusterDigest } = await waitForStatus(reset, ({ gates }) => gates.length > 0);
    const refusalOf = (joining: { clusterDigest: string; operation?: 'reset' }) =>
      reset.executeUpdate(joinRunUpdate, { args: [joining] }).then(
        () => undefined,
        (error: unknown) => (error instanceof WorkflowUpdateFailedError ? error.cause?.message : String(error)),
      );
    expect(await refusalOf({ clusterDigest })).toContain('reset-joined is being reset: wait for that run');
    expect(await refusalOf({ clusterDigest: 'other', operation: 'reset' })).toContain(
      'another reset of reset-joined runs',
    );
    expect(await refusalOf({ clusterDigest, operation: 'reset' })).toBeUndefined();
    await reset.terminate();
  });
});

test('a held reset lets the drain end and leaves the machine alone until it is released', async () => {
  const cluster = namedCluster('reset-held');
  const fakes = joinedFakes(cluster);
  await withWorker(env, cluster, fakes, async () => {
    const reset = await startReset(env, cluster, { nodes: ['w-1'], approval: { digest: 'reset-w-1', who: 'ann' } });
    fakes.on('drainNode', 'w-1', async () => {
      await reset.executeUpdate(holdUpdate, { args: [{ who: 'ann', why: 'lunch' }] });
    });
    const still = await waitForStatus(reset, ({ health, running }) => health === 'held' && running.length === 0);
    expect(still).toMatchObject({
      operation: 'reset',
      waitsFor: expect.stringContaining('slipway release reset-held'),
    });
    await pause(300);
    expect(listChanges(fakes)).toEqual(['drainNode w-1']);
    await reset.executeUpdate(releaseUpdate, { args: [{ who: 'bob' }] });
    expect(await reset.result()).toMatchObject({
      outcome: 'reset',
      nodes: [{ name: 'w-1', removed: ['what w-1 had'] }],
    });
  });
});

test('a cancelled reset begins nothing new, waits for the machine that is being reset, and releases every node', async () => {
  const cluster = namedCluster('reset-cancelled');
  const fakes = joinedFakes(cluster);
  await withWorker(env, cluster, fakes, async () => {
    const reset = await startReset(env, cluster, { nodes: ['w-1'], approval: { digest: 'reset-w-1', who: 'ann' } });
    fakes.on('resetNode', 'w-1', async () => {
      await reset.cancel();
      const { running } = await waitForStatus(reset, ({ health }) => health === 'stopping');
      expect(running.map(({ about }) => about)).toEqual(['w-1']);
      await pause(300);
    });
    const ended = await reset.result().catch((error: unknown) => error);
    expect(ended).toBeInstanceOf(WorkflowFailedError);
    expect(ended).toMatchObject({ cause: { name: 'CancelledFailure' } });
  });
  expect(listChanges(fakes)).toEqual(['drainNode w-1', 'resetNode w-1']);
  expect(nodesOf(fakes, 'releaseNode')).toEqual(['cp-1', 'cp-2', 'cp-3', 'w-1']);
});
