import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import { controlPlanes } from '../config/nodes';
import type { RecoveryOutcome } from '../activities/contract';
import type { EtcdRecovery, LostQuorum, QuorumVerdict } from '../plan/lost-quorum';
import { branchFailure, failureCause, type FailureCause, isLost } from './failure-cause';
import { gateOfRecovery, type Verdict } from './gates';
import type { Branch } from './parking';
import { perform } from './perform';
import type { Run } from './run';
import { PATIENCE } from './timeouts';
import { WAITING_STATES } from './waiting-states';

/** What a cluster without etcd makes its branches fail with. */
const MAY_BE_LOST_QUORUM: readonly string[] = [
  'NodeUnreachable',
  'ApiServerUnavailable',
  'ApiRequestRefused',
  'EtcdUnhealthy',
  'JoinMaterialUnavailable',
  'KubeadmFailed',
  'OperationFailed',
  'NodesNotReady',
  'SmokeTestFailed',
  'Timeout',
];

/** No phase of a run is called this. */
const BRANCH: Branch = { node: '@etcd-quorum', phase: 'etcd-health', canSkip: false };

/** Lets etcd go on with one member, as `recoverEtcd` does, on a node that the run holds. */
export type Recover = (recovery: EtcdRecovery) => Promise<RecoveryOutcome>;

/** Sees that a cluster stands still because etcd has lost its quorum, and waits until it has one again. */
export class QuorumKeeper {
  readonly #run: Run;
  readonly #recover: Recover;
  /** One wait for all branches that stand still. */
  #healing: Promise<boolean> | undefined;

  constructor(run: Run, recover: Recover) {
    this.#run = run;
    this.#recover = recover;
  }

  /** The execution before this one waited when it handed over. */
  hasWaited(): boolean {
    return this.#run.parking.takeCarried(BRANCH.node) !== undefined;
  }

  /**
   * True where etcd had lost its quorum and has one again: what failed may be tried again. False where that is not the
   * cause. Throws when the recovery was rejected, or where the policies do not let the run wait.
   */
  heal(failure?: FailureCause): Promise<boolean> {
    if (failure !== undefined && !MAY_BE_LOST_QUORUM.includes(failure.type)) return Promise.resolve(false);
    this.#healing ??= this.#heal().finally(() => {
      this.#healing = undefined;
    });
    return this.#healing;
  }

  async #heal(): Promise<boolean> {
    const found = await this.#assess();
    if (found?.state !== 'lost') return false;
    const { board } = this.#run;
    const { state: before = 'waiting' } = board.status().phases.find(({ name }) => name === BRANCH.phase) ?? {};
    for (let lost: LostQuorum | undefined = found; lost !== undefined;) lost = await this.#endure(lost);
    board.movePhase(BRANCH.phase, before);
    board.notice('etcd has a quorum: what waited for it goes on');
    return true;
  }

  /** One wait, and what it ends with calls for; undefined once etcd has a quorum. */
  async #endure(lost: LostQuorum): Promise<LostQuorum | undefined> {
    // Approved in an execution that handed over before it could act.
    const isApproved = this.#run.gates.isApproved(lost.recovery.digest);
    const answer = isApproved ? 'approved' : await this.#awaitAnswer(lost);
    if (answer === 'kept') return undefined;
    const now = await this.#assess();
    if (now?.state === 'kept') return undefined;
    const next = now?.state === 'lost' ? now : lost;
    if (answer === 'retry') return next;
    const { digest } = lost.recovery;
    if (next.recovery.digest !== digest) {
      this.#run.board.notice(`what is lost has changed since ${digest} was approved: that approval is void`);
      return next;
    }
    await this.#recoverAs(lost);
    return undefined;
  }

  /** Until somebody answers, or etcd has its quorum again by itself. */
  #awaitAnswer(lost: LostQuorum): Promise<'kept' | 'approved' | 'retry'> {
    const scope = new CancellationScope();
    return scope.run(async () => {
      const failure = { type: 'EtcdQuorumLost', cause: lost.cause, fix: lost.fix };
      const parked = this.#run.parking.park(BRANCH, failure);
      const answered = this.#run.gates.ask([gateOfRecovery(lost, Date.now())]).then(refuseRejection(failure));
      const watched = this.#watch();
      const answers = [parked.then(() => 'retry' as const), answered];
      try {
        return await Promise.race([...answers, watched]);
      } finally {
        scope.cancel();
        // The watch changes nothing: how long its activity takes to notice is nobody's concern.
        watched.catch(() => undefined);
        await Promise.allSettled(answers);
      }
    });
  }

  async #watch(): Promise<'kept'> {
    for (;;) {
      try {
        if ((await this.#ask(perform, { untilKept: true })).state === 'kept') return 'kept';
      } catch (error) {
        if (isCancellation(error)) throw error;
        await WAITING_STATES.etcdQuorum.pause(PATIENCE.quorumWatch.limit, 'etcd: looks again for its quorum');
      }
    }
  }

  /** Undefined where nobody can tell. */
  async #assess(): Promise<QuorumVerdict | undefined> {
    try {
      return await this.#ask(this.#run.perform);
    } catch (error) {
      if (isCancellation(error)) throw error;
      return undefined;
    }
  }

  #ask(through: typeof perform, how: { untilKept?: true } = {}): Promise<QuorumVerdict> {
    const cluster = scopeCluster(this.#run.cluster);
    const [first] = controlPlanes(cluster);
    return through(
      'assessQuorum',
      { cluster, ...how },
      { ...(first === undefined ? {} : { through: first.name }), about: 'etcd' },
    );
  }

  /** Begun again, from where it stopped, as often as a person says so. */
  async #recoverAs({ recovery }: LostQuorum): Promise<void> {
    const { board, gates, parking } = this.#run;
    for (;;) {
      try {
        const done = await this.#recover(recovery);
        if (done.outcome === 'recovered') board.notice(describeRecovered(recovery, done));
        gates.forgetApproval(recovery.digest);
        return;
      } catch (error) {
        const failure = failureCause(error);
        if (this.#run.isStopping || isCancellation(error)) throw error;
        if (isLost(failure)) throw branchFailure(failure);
        await parking.park(BRANCH, failure);
      }
    }
  }
}

function describeRecovered({ survivor }: EtcdRecovery, { backup }: { readonly backup?: string }): string {
  const copy = backup === undefined ? '' : `; what it held before is kept there in ${backup}`;
  return `etcd goes on with ${survivor} alone${copy}`;
}

function refuseRejection(failure: FailureCause): (verdict: Verdict) => 'approved' {
  return (verdict) => {
    if (verdict === 'approved') return verdict;
    throw branchFailure({ ...failure, cause: `${failure.cause} (going on without what is lost was rejected)` });
  };
}
