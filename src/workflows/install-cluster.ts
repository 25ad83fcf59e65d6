import { continueAsNew } from '@temporalio/workflow';
import type { EtcdHealth } from '../activities/contract';
import type { Cluster } from '../config/cluster';
import { controlPlanes, kubernetesNodes, hasExternalEtcd } from '../config/nodes';
import type { InstallPlan } from '../plan/install-plan';
import { agreeOnPlan, type AgreedPlan } from './agree-on-plan';
import type { CarriedRun } from './carried-run';
import { Claims } from './claims';
import { awaitEtcdHealth, awaitNodesReady } from './cluster-checks';
import { setRunHandlers } from './handlers';
import { keepQuorum } from './heal-quorum';
import { installNodes, isSwitch, needsWork } from './install-nodes';
import { type CarriedInstall, InstallProgress } from './install-progress';
import type { InstallInput, InstallResult } from './messages';
import { phaseDurations } from './phase-table';
import { retireEarly, retireJoinMaterial } from './retire-join-material';
import { Run } from './run';
import { runOperation } from './run-operation';

/**
 * Brings a cluster to what its file wants: installs it, or adds what is new to it. Ends with what was done and proof
 * that it works, `nothing-to-do`, or `rejected`. Fails with `PreflightFailed` (nothing was changed), `Aborted` or
 * `SupersededByRun`; whatever else goes wrong parks its branch and waits for a person, as long as the policies say.
 * Goes on in a new execution before its history grows too long.
 */
export async function installCluster(input: InstallInput): Promise<InstallResult> {
  const run = new Run(input);
  if (!hasExternalEtcd(run.cluster)) run.board.leaveOutPhase('etcd');
  setRunHandlers(run);
  const goOn = (carried: CarriedRun): Promise<never> => continueAsNew<typeof installCluster>({ ...input, carried });
  return runOperation(run, () => install(run), goOn);
}

async function install(run: Run): Promise<InstallResult> {
  const carried = run.carried?.progress as CarriedInstall | undefined;
  const agreed = carried?.agreed ?? (await agreeOnPlan(run));
  if (agreed === undefined)
    return { outcome: 'rejected', nodes: [], phases: phaseDurations(run.board.status().phases) };
  if (agreed.plan.isNoop) return confirm(run, agreed);
  const { plan } = agreed;
  const progress = new InstallProgress(agreed, carried);
  run.carryProgress = () => progress.carry();
  const claims = new Claims(run, progress);
  try {
    await claims.claimAll(touchedNodes(plan));
    await keepQuorum(run, claims, progress);
    await installNodes(run, claims, progress);
    return await finish(run, progress);
  } catch (error) {
    await retireEarly(run, plan, progress.live, error);
    throw error;
  } finally {
    await claims.releaseAll();
  }
}

/** Nothing is pending: only looks whether the cluster is well. */
async function confirm(run: Run, { plan, roundTrips }: AgreedPlan): Promise<InstallResult> {
  run.board.addNodes(new Map(plan.nodes.map(({ node }) => [node, []])));
  for (const phase of ['etcd', 'cni', 'labels', 'smoke-test'] as const) run.board.movePhase(phase, 'nothing-to-do');
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
async function finish(run: Run, progress: InstallProgress): Promise<InstallResult> {
  const { plan, roundTrips } = progress.agreed;
  const whole = withoutSkipped(run.cluster, progress);
  const cluster = { ...whole, spec: { ...whole.spec, nodes: kubernetesNodes(whole) } };
  const { fence } = plan;
  const [controlPlane = plan.initNode] = progress.live;
  const input = { cluster, fence, controlPlane };
  const call = { through: controlPlane, about: 'all nodes' };
  const labels = run.phase('labels', () => run.perform('labelNodes', input, call));
  const health = checkHealth(run, whole, [controlPlane]);
  const retired = retireJoinMaterial(run, plan, controlPlane);
  await run.all<unknown>([labels, health, retired]);
  const smokeTest = await run.phase('smoke-test', () => run.perform('smokeTest', input, call));
  return {
    outcome: 'installed',
    clusterUid: fence.clusterUid,
    nodes: plan.nodes.map(({ node, membership }) => ({
      name: node,
      changedSteps: progress.results.get(node)?.changedSteps ?? [],
      membership,
      ...(isSkipped(progress, node) ? { skipped: true } : {}),
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
  const etcd = run.phase('etcd-health', () => awaitEtcdHealth(run, cluster, live));
  const ready = run.phase('nodes-ready', () => showReadiness(run, cluster, through));
  await run.all<unknown>([etcd, ready]);
  return etcd;
}

async function showReadiness(run: Run, cluster: Cluster, through: string): Promise<void> {
  const { patience, policies } = cluster.spec;
  const nodes = kubernetesNodes(cluster);
  const endWait = run.board.beginWait({
    state: 'nodesReady',
    text: `waits until ${nodes.length} nodes are Ready`,
    deadline: {
      atMs: Date.now() + patience.nodeReadySeconds * 1000,
      outcome: policies.onFailure === 'fail' ? 'the run fails' : 'it parks',
    },
  });
  try {
    await awaitNodesReady(cluster, through, run.perform);
  } finally {
    endWait();
  }
}

function withoutSkipped(cluster: Cluster, progress: InstallProgress): Cluster {
  const nodes = cluster.spec.nodes.filter(({ name }) => !isSkipped(progress, name));
  return { ...cluster, spec: { ...cluster.spec, nodes } };
}

function isSkipped({ results }: InstallProgress, node: string): boolean {
  return results.has(node) && results.get(node) === undefined;
}

/** Nodes that something is done on, those that an earlier run has not let go of, and those that joins go through. */
function touchedNodes(plan: InstallPlan): string[] {
  const { nodes, liveControlPlanes, etcd = [] } = plan;
  const touched = nodes.filter((each) => isSwitch(plan) || needsWork(each) || each.unreleased === true);
  return [...new Set([...touched.map(({ node }) => node), ...etcd, ...liveControlPlanes])];
}
