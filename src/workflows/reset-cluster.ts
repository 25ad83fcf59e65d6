import { continueAsNew } from '@temporalio/workflow';
import type { EtcdHealth } from '../activities/contract';
import type { ResetPlan } from '../plan/reset-plan';
import { agreeOnReset } from './agree-on-reset';
import type { CarriedRun } from './carried-run';
import { Claims } from './claims';
import { awaitEtcdHealth } from './cluster-checks';
import { setRunHandlers } from './handlers';
import type { ResetInput, ResetResult } from './messages-of-reset';
import { phaseDurations } from './phase-table';
import { resetNodes } from './reset-nodes';
import { type CarriedReset, ResetProgress } from './reset-progress';
import { Run } from './run';
import { runOperation } from './run-operation';

/**
 * Takes nodes out of a cluster and resets them, or resets all that there is of it. Ends with what was removed from which
 * node, `nothing-to-do`, or `rejected`. Fails with `PreflightFailed` (nothing was changed), `Aborted` or
 * `SupersededByRun`; whatever else goes wrong parks its branch and waits for a person, as long as the policies say.
 * Goes on in a new execution before its history grows too long.
 */
export async function resetCluster(input: ResetInput): Promise<ResetResult> {
  const run = new Run(input, 'reset');
  setRunHandlers(run);
  const goOn = (carried: CarriedRun): Promise<never> => continueAsNew<typeof resetCluster>({ ...input, carried });
  return runOperation(run, () => reset(run, input), goOn);
}

async function reset(run: Run, input: ResetInput): Promise<ResetResult> {
  const carried = run.carried?.progress as CarriedReset | undefined;
  const { plan, verdict } =
    carried === undefined ? await agreeOnReset(run, input) : { plan: carried.plan, verdict: 'approved' as const };
  if (verdict === 'rejected') return describeResult(run, plan, { outcome: verdict, nodes: [] });
  const progress = new ResetProgress(plan, carried);
  run.carryProgress = () => progress.carry();
  const claims = new Claims(run, progress);
  try {
    await claims.claimAll(plan.unreleased ?? []);
    if (verdict === 'nothing-to-do') return describeResult(run, plan, { outcome: verdict, nodes: [] });
    const nodes = await resetNodes(run, claims, progress);
    const etcd = await checkRest(run, progress);
    return describeResult(run, plan, { outcome: 'reset', nodes, ...(etcd && { etcd }) });
  } finally {
    await claims.releaseAll();
  }
}

function describeResult(
  run: Run,
  { scope }: ResetPlan,
  result: Pick<ResetResult, 'outcome' | 'nodes' | 'etcd'>,
): ResetResult {
  return { operation: 'reset', scope, ...result, phases: phaseDurations(run.board.status().phases) };
}

/** The cluster goes on without its control planes: only now is it known how well. */
async function checkRest(run: Run, { agreed, departed }: ResetProgress): Promise<EtcdHealth | undefined> {
  const { scope, nodes, peers } = agreed.plan;
  if (scope === 'cluster' || !nodes.some(({ leavesEtcd }) => leavesEtcd)) {
    run.board.movePhase('etcd-health', 'nothing-to-do');
    return undefined;
  }
  // A control plane that a person went on without may be a member still.
  const members = nodes.filter(({ node, leavesEtcd }) => leavesEtcd && !departed.has(node)).map(({ node }) => node);
  const gone = new Set(nodes.map(({ node }) => node).filter((node) => !members.includes(node)));
  const { cluster } = run;
  const staying = cluster.spec.nodes.filter(({ name }) => !gone.has(name));
  const rest = { ...cluster, spec: { ...cluster.spec, nodes: staying } };
  return run.phase('etcd-health', () => awaitEtcdHealth(run, rest, peers));
}
