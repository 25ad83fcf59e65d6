import type { InstallPlan } from '../plan/install-plan';
import type { EtcdRecovery } from '../plan/lost-quorum';
import { scopeCluster } from '../config/scope-cluster';
import type { Claims } from './claims';
import type { InstallProgress } from './install-progress';
import { QuorumKeeper } from './quorum-keeper';
import type { Run } from './run';

/**
 * From now on branches that fail since etcd has lost its quorum wait until it has one again. Waits for it at once where
 * the execution before this one did.
 */
export async function keepQuorum(run: Run, claims: Claims, progress: InstallProgress): Promise<void> {
  const recover = async (recovery: EtcdRecovery) => {
    const { survivor } = recovery;
    await claims.claim(survivor);
    const done = await run.perform('recoverEtcd', { ...claims.task(survivor), recovery }, { through: survivor });
    if (done.outcome === 'recovered') progress.live = withoutRemoved(progress.live, recovery);
    return done;
  };
  const keeper = new QuorumKeeper(run, recover);
  run.heal = async (failure) => progress.live.length > 0 && keeper.heal(failure);
  if (keeper.hasWaited()) await keeper.heal();
}

/** As above before there is a plan to walk, since no control plane answers: the survivor is claimed for that alone. */
export async function healBeforePlan(run: Run, { fence, takeOver }: InstallPlan): Promise<boolean> {
  const recover = async (recovery: EtcdRecovery) => {
    const { survivor: node } = recovery;
    const task = { cluster: scopeCluster(run.cluster, node), node, fence };
    const call = { through: node };
    await run.perform('claimNode', { ...task, takeOver: takeOver.some((entry) => entry.node === node) }, call);
    try {
      return await run.perform('recoverEtcd', { ...task, recovery }, call);
    } finally {
      await run.perform('releaseNode', task, call);
    }
  };
  return new QuorumKeeper(run, recover).heal();
}

function withoutRemoved(live: readonly string[], { survivor, removed }: EtcdRecovery): string[] {
  const gone = new Set([survivor, ...removed.map(({ node }) => node)]);
  return [survivor, ...live.filter((node) => !gone.has(node))];
}
