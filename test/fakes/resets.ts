import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Cluster } from '../../src/config/cluster';
import { approveUpdate } from '../../src/workflows/messages';
import type { ResetInput, ResetResult } from '../../src/workflows/messages-of-reset';
import { FakeActivities } from './activities';
import { type ResetHandle, startReset, waitForStatus, withWorker } from './installs';

/** The activities that change something, but for claims and releases. */
export const CHANGES = [
  'drainNode',
  'removeEtcdMember',
  'installLoadBalancer',
  'resetNode',
  'forgetNode',
  'deleteNode',
] as const;

/** Activities over a cluster that every node of the file is in. */
export function joinedFakes(cluster: Cluster): FakeActivities {
  const fakes = new FakeActivities();
  for (const { name } of cluster.spec.nodes) fakes.joined.add(name);
  return fakes;
}

/** Runs a reset, approved as soon as it asks, to its end. */
export function runReset(
  env: TestWorkflowEnvironment,
  cluster: Cluster,
  fakes: FakeActivities,
  wish: Partial<Pick<ResetInput, 'nodes' | 'drain' | 'approval'>>,
  meanwhile?: (reset: ResetHandle) => Promise<void>,
): Promise<ResetResult> {
  return withWorker(env, cluster, fakes, async () => {
    const reset = await startReset(env, cluster, wish);
    const { gates } = await waitForStatus(reset, (status) => status.gates.length > 0);
    await reset.executeUpdate(approveUpdate, { args: [{ digest: gates[0]?.digest ?? '', who: 'ann' }] });
    await meanwhile?.(reset);
    return reset.result();
  });
}

/** What was changed, in the order of its beginning: activity and node. */
export function listChanges(fakes: FakeActivities): string[] {
  return fakes.calls
    .filter(({ name }) => (CHANGES as readonly string[]).includes(name))
    .map(({ name, node }) => `${name} ${node}`);
}

/** Nodes that the activity ran on, by name. */
export function nodesOf(fakes: FakeActivities, name: Parameters<FakeActivities['callsOf']>[0]): string[] {
  return fakes
    .callsOf(name)
    .map(({ node = '' }) => node)
    .toSorted((a, b) => a.localeCompare(b));
}
