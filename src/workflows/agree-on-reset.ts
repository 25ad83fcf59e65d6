import type { ResetPlan } from '../plan/reset-plan';
import { nameNodes, takeOverGate } from './gates';
import type { Gate } from './messages';
import type { ResetInput } from './messages-of-reset';
import { observeForReset, planReset } from './observe-for-reset';
import { refuseOnFindings } from './observe';
import type { Run } from './run';

export interface AgreedReset {
  readonly plan: ResetPlan;
  readonly verdict: 'approved' | 'rejected' | 'nothing-to-do';
}

/**
 * Observes, plans, and asks: a reset is never begun unasked. After an approval everything is observed anew: a plan that
 * changed in the meantime voids the approval and is asked for again. An approval that came with the start counts for the
 * plan of its digest alone. Throws `PreflightFailed`; nothing has been changed in either case.
 */
export async function agreeOnReset(run: Run, input: ResetInput): Promise<AgreedReset> {
  for (let asked: string | undefined; ;) {
    const plan = await observeAndPlan(run, input);
    if (plan.isNoop) return { plan, verdict: 'nothing-to-do' };
    if (run.gates.isApproved(plan.digest)) return { plan, verdict: 'approved' };
    if (asked !== undefined) run.board.notice(`the plan changed since ${asked} was approved: that approval is void`);
    if (isApprovedBefore(run, input, plan)) return { plan, verdict: 'approved' };
    if ((await run.gates.ask(gatesOfReset(run.cluster.metadata.name, plan))) === 'rejected')
      return { plan, verdict: 'rejected' };
    asked = plan.digest;
  }
}

async function observeAndPlan(run: Run, input: ResetInput): Promise<ResetPlan> {
  const observation = await run.phase('facts', () => observeForReset(input, run.perform));
  const plan = await run.phase('preflight', () => planReset(input, observation, run.holder, run.perform));
  refuseOnFindings(plan);
  return plan;
}

function isApprovedBefore({ board }: Run, { approval }: ResetInput, { digest }: ResetPlan): boolean {
  if (approval === undefined) return false;
  const { who, why } = approval;
  if (approval.digest === digest) {
    board.notice(`approved with the start by ${who}${why === undefined ? '' : `: ${why}`}`);
    return true;
  }
  board.notice(`the plan is ${digest}, and not ${approval.digest}, which was approved with the start: read it again`);
  return false;
}

function gatesOfReset(cluster: string, plan: ResetPlan): readonly Gate[] {
  const openedAtMs = Date.now();
  const count = plan.nodes.length;
  const reset: Gate = {
    id: `reset-${plan.digest}`,
    kind: 'reset',
    digest: plan.digest,
    title:
      plan.scope === 'cluster'
        ? `reset the whole cluster ${cluster}: everything in it is lost, on ${count} ${count === 1 ? 'node' : 'nodes'}`
        : `take ${nameNodes(plan.nodes)} out of ${cluster} and reset ${count === 1 ? 'it' : 'them'}`,
    items: plan.nodes.map(({ node, losses }) => ({ node, items: losses })),
    openedAtMs,
  };
  return [reset, ...takeOverGate(plan, openedAtMs)];
}
