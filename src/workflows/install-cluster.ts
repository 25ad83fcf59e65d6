import { patched } from '@temporalio/workflow';
import type { EtcdHealth } from '../activities/contract';
import type { Cluster } from '../config/cluster';
import { controlPlanes } from '../config/nodes';
import type { InstallPlan } from '../plan/install-plan';
import { agreeOnPlan, type AgreedPlan } from './agree-on-plan';
import { Claims } from './claims';
import { awaitEtcdHealth, awaitNodesReady } from './cluster-checks';
import { setRunHandlers } from './handlers';
import { type InstalledNodes, installNodes, needsWork } from './install-nodes';
import type { InstallInput, InstallResult } from './messages';
import { perform } from './perform';
import { phaseDurations } from './phase-table';
import { retireJoinMaterial } from './retire-join-material';
import { Run } from './run';

/**
 * Brings a cluster to what its file wants: installs it, or adds what is new to it. Ends with what was done and proof
 * that it works, `nothing-to-do`, or `rejected`. Fails with `PreflightFailed` (nothing was changed), `Aborted` or
 * `SupersededByRun`; whatever else goes wrong parks its branch and waits for a person.
 */
export async function installCluster(input: InstallInput): Promise<InstallResult> {
  const run = new Run(input);
  setRunHandlers(run);
  try {
    const result = await run.scope.run(() => install(run));
    run.board.end('done');
    return result;
  } catch (error) {
    run.board.end('failed');
    throw run.explain(error);
  }
}

async function install(run: Run): Promise<InstallResult> {
  const agreed = await agreeOnPlan(run);
  if (agreed === undefined)
    return { outcome: 'rejected', nodes: [], phases: phaseDurations(run.board.status().phases) };
  if (agreed.plan.isNoop) return confirm(run, agreed);
  const { plan } = agreed;
  const claims = new Claims(run, plan);
  try {
    await claims.claimAll(touchedNodes(plan));
    const installed = await installNodes(run, plan, claims);
    return await finish(run, agreed, installed);
  } finally {
    await claims.releaseAll();
  }
}

/** Nothing is pending: only looks whether the cluster is well. */
async function confirm(run: Run, { plan, roundTrips }: AgreedPlan): Promise<InstallResult> {
  run.board.addNodes(new Map(plan.nodes.map(({ node }) => [node, []])));
  for (const phase of ['cni', 'labels', 'smoke-test'] as const) run.board.movePhase(phase, 'nothing-to-do');
  const etcd = await checkHealth(run, run.cluster, plan.liveControlPlanes);
  return {
    outcome: 'nothing-to-do',
    clusterUid: plan.fence.clusterUid,
    nodes: plan.nodes.map(({ node, membership }) => ({ name: node, changedSteps: [], membership })),
    etcd,
    phases: phaseDurations(run.board.status().phases),
    roundTrips,
  };
}

/** Proves that the cluster works, on the nodes that are in it, and tells what was done. */
async function finish(run: Run, { plan, roundTrips }: AgreedPlan, installed: InstalledNodes): Promise<InstallResult> {
  const cluster = withoutSkipped(run.cluster, installed);
  const { fence } = plan;
  const [controlPlane = plan.initNode] = installed.liveControlPlanes;
  const labels = run.phase('labels', () =>
    perform('labelNodes', { cluster, fence, controlPlane }, { through: controlPlane, about: 'all nodes' }),
  );
  const health = checkHealth(run, cluster, [controlPlane]);
  const retired = patched('retire-join-material') ? retireJoinMaterial(run, plan, controlPlane) : Promise.resolve();
  await run.all<unknown>([labels, health, retired]);
  const smokeTest = await run.phase('smoke-test', () =>
    perform('smokeTest', { cluster, fence, controlPlane }, { through: controlPlane, about: 'all nodes' }),
  );
  return {
    outcome: 'installed',
    clusterUid: fence.clusterUid,
    nodes: plan.nodes.map(({ node, membership }) => ({
      name: node,
      changedSteps: installed.results.get(node)?.changedSteps ?? [],
      membership,
      ...(isSkipped(installed, node) ? { skipped: true } : {}),
    })),
    etcd: await health,
    smokeTest,
    phases: phaseDurations(run.board.status().phases),
    fence,
    roundTrips,
  };
}

async function checkHealth(run: Run, cluster: Cluster, live: readonly string[]): Promise<EtcdHealth> {
  const [through = controlPlanes(cluster)[0]?.name ?? ''] = live;
  const etcd = run.phase('etcd-health', () => awaitEtcdHealth(cluster, live));
  const ready = run.phase('nodes-ready', () => awaitNodesReady(cluster, through));
  await run.all<unknown>([etcd, ready]);
  return etcd;
}

function withoutSkipped(cluster: Cluster, installed: InstalledNodes): Cluster {
  const nodes = cluster.spec.nodes.filter(({ name }) => !isSkipped(installed, name));
  return { ...cluster, spec: { ...cluster.spec, nodes } };
}

function isSkipped({ results }: InstalledNodes, node: string): boolean {
  return results.has(node) && results.get(node) === undefined;
}

/** Nodes that something is done on, those that an earlier run has not let go of, and those that joins go through. */
function touchedNodes({ nodes, liveControlPlanes }: InstallPlan): string[] {
  const worked = nodes.filter((plan) => needsWork(plan) || plan.unreleased === true).map(({ node }) => node);
  return [...new Set([...worked, ...liveControlPlanes])];
}
