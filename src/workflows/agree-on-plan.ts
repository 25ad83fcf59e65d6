import { gatesOf } from './gates';
import { healBeforePlan } from './heal-quorum';
import { gatherFacts, type Observation, planInstall, refuseOnFindings } from './observe';
import type { InstallPlan } from '../plan/install-plan';
import type { Run } from './run';

export interface AgreedPlan {
  readonly plan: InstallPlan;
  readonly roundTrips: Observation['roundTrips'];
}

/**
 * Observes, plans, and asks where the plan destroys something; first of all waits for etcd where it has lost its quorum. After an approval everything is observed anew: a plan
 * that changed in the meantime voids the approval and is asked for again. Undefined means rejected.
 * Throws `PreflightFailed`; nothing has been changed in either case.
 */
export async function agreeOnPlan(run: Run): Promise<AgreedPlan | undefined> {
  for (let asked: string | undefined; ;) {
    const agreed = await observeAndPlan(run);
    const { plan } = agreed;
    if (run.gates.isApproved(plan.digest)) return agreed;
    if (asked !== undefined) run.board.notice(`the plan changed since ${asked} was approved: that approval is void`);
    const gates = gatesOf(plan, Date.now());
    if (gates.length === 0) return agreed;
    if ((await run.gates.ask(gates)) === 'rejected') return undefined;
    asked = plan.digest;
  }
}

async function observeAndPlan(run: Run): Promise<AgreedPlan> {
  for (;;) {
    const observation = await run.phase('facts', () => gatherFacts(run.cluster, run.perform));
    const plan = await run.phase('preflight', () => planInstall(run.cluster, observation, run.holder, run.perform));
    if (plan.isEtcdInDoubt === true && (await healBeforePlan(run, plan))) continue;
    refuseOnFindings(plan);
    return { plan, roundTrips: observation.roundTrips };
  }
}
