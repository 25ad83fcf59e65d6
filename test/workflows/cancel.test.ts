import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { SlipwayActivities } from '../../src/activities/contract';
import { activityTitle } from '../../src/workflows/activity-titles';
import { approveUpdate } from '../../src/workflows/messages';
import { FakeActivities, type OpenActivity } from '../fakes/activities';
import { type InstallHandle, namedCluster, pause, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

/** One activity of every phase; what runs in the workflow of a node, and what the run itself drives. */
const BOUNDARIES: readonly (readonly [keyof SlipwayActivities, string | undefined])[] = [
  ['gatherFacts', undefined],
  ['planInstall', undefined],
  ['claimNode', 'w-2'],
  ['wipeNode', 'w-1'],
  ['prepareNode', 'cp-1'],
  ['installRuntime', 'cp-2'],
  ['installLoadBalancer', 'cp-1'],
  ['installKubernetes', 'w-1'],
  ['pullImages', 'cp-3'],
  ['initControlPlane', 'cp-1'],
  ['issueJoinMaterial', undefined],
  ['prepareControlPlaneJoin', 'cp-2'],
  ['joinEtcdMember', undefined],
  ['finishControlPlaneJoin', undefined],
  ['joinWorker', 'w-2'],
  ['applyCni', undefined],
  ['labelNodes', undefined],
  ['etcdHealth', undefined],
  ['waitNodesReady', undefined],
  ['smokeTest', undefined],
];

/** What a run takes back before it ends. */
const TAKEN_BACK = ['releaseNode', 'retireJoinMaterial'];

interface HistoryEvent {
  readonly eventType: string;
  readonly activityTaskScheduledEventAttributes?: { readonly activityType: { readonly name: string } };
}

/** What the workflow set going after it was told to stop. */
async function begunAfterCancel(workflowId: string, runId?: string): Promise<string[]> {
  const history = await env.client.workflow.getHandle(workflowId, runId).fetchHistory();
  const { events } = JSON.parse(historyToJSON(history)) as { events: HistoryEvent[] };
  const told = events.findIndex(({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED');
  if (told < 0) throw new Error(`${workflowId} was not told to stop`);
  return events.slice(told).flatMap((event) => {
    if (event.eventType === 'EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED') return 'a child workflow';
    return event.activityTaskScheduledEventAttributes?.activityType.name ?? [];
  });
}

/** Ids of the node workflows that were told to stop. */
async function stoppedChildren(cluster: string): Promise<string[]> {
  const ids: string[] = [];
  const query = `WorkflowType = 'installNode' AND SlipwayCluster = '${cluster}' AND ExecutionStatus = 'Canceled'`;
  for await (const { workflowId } of env.client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

/** Cancels while the work runs, and sees what the run says until it ends. */
async function cancelDuring(run: InstallHandle, work: OpenActivity, about: string | undefined, title: string) {
  await work.begun;
  await run.cancel();
  const { running, waits } = await waitForStatus(run, ({ health }) => health === 'stopping');
  expect(waits[0]?.text).toContain('Stops (cancelled): nothing new begins');
  const named = running.filter((each) => about === undefined || each.about === about).map((each) => each.title);
  expect(named).toContain(title);
  await pause(300);
  expect((await run.describe()).status.name).toBe('RUNNING');
  work.letGo();
  return run.result().catch((error: Error) => error.cause);
}

/** As the run names it: an activity of its own, or the phase of a node's workflow. */
const PHASE_OF_CHILD: Partial<Record<keyof SlipwayActivities, string>> = {
  prepareNode: 'Prepare the node',
  installRuntime: 'Container runtime',
  installLoadBalancer: 'Load balancer',
  installKubernetes: 'Kubernetes binaries',
  pullImages: 'Images',
};

test.each(BOUNDARIES)(
  'a run that is cancelled during %s waits for it, begins nothing new, takes back what it gave, and a later one ends the install',
  async (name, node) => {
    const fakes = new FakeActivities();
    const cluster = namedCluster(`cancel-${name.toLowerCase()}`);
    if (name === 'wipeNode') fakes.plan = (plan) => ({ ...plan, wipe: [{ node: 'w-1', items: ['/var/lib/etcd'] }] });
    const work = fakes.keepOpen(name, node);
    await withWorker(env, cluster, fakes, async (install) => {
      const run = await install();
      if (name === 'wipeNode') await approve(run);
      const ended = await cancelDuring(run, work, node, PHASE_OF_CHILD[name] ?? activityTitle(name, cluster));
      // Nothing is left to stop when the last thing of all has ended well.
      if (name === 'smokeTest') expect(ended).toMatchObject({ outcome: 'installed' });
      else expect(ended).toBeInstanceOf(CancelledFailure);
      const id = `slipway/${cluster.metadata.name}`;
      expect((await begunAfterCancel(id)).filter((begun) => !TAKEN_BACK.includes(begun))).toEqual([]);
      // While one node still pulls images, another may have begun to init.
      const hasMaterial = fakes.callsOf('initControlPlane').length > 0;
      expect(fakes.callsOf('retireJoinMaterial').length > 0).toBe(hasMaterial);
      for (const child of await stoppedChildren(cluster.metadata.name))
        expect(await begunAfterCancel(child)).toEqual([]);
      expect(nodesOf(fakes, 'releaseNode')).toEqual(nodesOf(fakes, 'claimNode'));
      fakes.plan = (plan) => plan;
      expect((await (await install()).result()).outcome).toMatch(/installed|nothing-to-do/);
    });
  },
);

function nodesOf(fakes: FakeActivities, name: 'claimNode' | 'releaseNode'): readonly string[] {
  return [...new Set(fakes.callsOf(name).flatMap(({ node }) => node ?? []))].toSorted();
}

async function approve(run: InstallHandle): Promise<void> {
  const { gates } = await waitForStatus(run, (status) => status.gates.length > 0);
  await run.executeUpdate(approveUpdate, { args: [{ digest: gates[0]?.digest ?? '', who: 'ann' }] });
}
