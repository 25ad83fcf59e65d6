import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Cluster } from '../config/cluster';
import { activityTitle } from './activity-titles';
import type { CarriedRun } from './carried-run';
import { renderCurrentDetails } from './current-details';
import { branchFailure, failureCause, type FailureCause, isLost, TIMEOUT } from './failure-cause';
import { Gates } from './gates';
import { isHistoryLong } from './history-length';
import { Hold } from './hold';
import {
  clusterBranchName,
  holderName,
  type InstallInput,
  type Operation,
  type PhaseName,
  type RunAnswer,
  type RunStatus,
  SEARCH_ATTRIBUTES,
} from './messages';
import { type Branch, Parking } from './parking';
import { type ActivityInput, type ActivityName, type ActivityOutput, type Call, perform } from './perform';
import { RunBoard } from './run-board';
import { settled } from './settled';
import { WAITING_STATES } from './waiting-states';

const HANDING_ON =
  'The history has grown long: nothing new begins, and the run goes on in a new execution when what runs has ended';

/** One run of a cluster operation: what it shows, whom it asks, and the scope in which all its work happens. */
export class Run {
  readonly cluster: Cluster;
  readonly board: RunBoard;
  readonly gates: Gates;
  readonly parking: Parking;
  readonly hold: Hold;
  readonly scope = new CancellationScope();
  /** Fences write who holds a node; shown to a person, compared for equality. The same in every execution of a run. */
  readonly holder: string;
  readonly searchAttributes: boolean;
  readonly carried: CarriedRun | undefined;
  /** How far the operation has come, for the execution that may have to go on in place of this one. */
  carryProgress: () => unknown = () => undefined;
  /** Whether what made a branch fail was the cluster's, and is over: then the branch goes on instead of being parked. */
  heal: (failure: FailureCause) => Promise<boolean> = async () => false;
  #aborted: RunAnswer | undefined;
  #isHandingOn = false;
  /** A person has cancelled or aborted it, rather than a failure within. */
  #isToEnd = false;

  constructor(input: InstallInput, operation: Operation = 'install') {
    const { cluster, clusterDigest, searchAttributes, service, carried } = input;
    const { namespace, workflowId, firstExecutionRunId } = workflowInfo();
    this.cluster = cluster;
    this.carried = carried;
    this.searchAttributes = searchAttributes === true;
    this.holder = holderName({ namespace, workflowId, runId: firstExecutionRunId }, service);
    const { name } = cluster.metadata;
    this.board = new RunBoard(name, clusterDigest, publisher(this.searchAttributes), operation, carried);
    this.gates = new Gates(this.board, cluster.spec.policies, carried?.gates);
    this.parking = new Parking(this.board, cluster.spec.policies, carried?.parked);
    this.hold = new Hold(this.board);
    this.scope.cancelRequested.catch(() => this.board.stop('cancelled'));
    CancellationScope.current().cancelRequested.catch(() => (this.#isToEnd = true));
  }

  /** Starts nothing new; what runs is waited for. */
  abort(answer: RunAnswer): void {
    this.#aborted ??= answer;
    this.#isToEnd = true;
    const said = `aborted by ${answer.who}${answer.why === undefined ? '' : `: ${answer.why}`}`;
    this.board.notice(said);
    this.board.stop(said);
    this.scope.cancel();
  }

  get isStopping(): boolean {
    return this.scope.consideredCancelled;
  }

  /**
   * How an ended scope is told: an abort says by whom, a cancellation stays one, also where the worker that was to end
   * an activity has died: such an activity has no second attempt, and times out.
   */
  explain(error: unknown): unknown {
    const isEnded = isCancellation(error) || (this.#isToEnd && failureCause(error).type === TIMEOUT);
    if (!isEnded) return error;
    if (this.#aborted === undefined)
      return isCancellation(error) ? error : new CancelledFailure('the run was cancelled');
    const { who, why } = this.#aborted;
    return ApplicationFailure.create({
      type: 'Aborted',
      message: `aborted by ${who}${why === undefined ? '' : `: ${why}`}; running operations were waited for, ${this.board.operation} again to go on`,
      nonRetryable: true,
    });
  }

  /**
   * The safe edge before every piece of work: stands here while a person holds the run, or while its history is to be
   * handed on. How long that was, in ms.
   */
  async edge(): Promise<number> {
    const cameMs = Date.now();
    if (this.#mustStand()) await this.#stand();
    return Date.now() - cameMs;
  }

  /** One activity, from the safe edge before it to its end, shown while it runs. */
  readonly perform = async <Name extends ActivityName>(
    name: Name,
    input: ActivityInput<Name> & { readonly cluster: Cluster },
    call: Call = {},
  ): Promise<ActivityOutput<Name>> => {
    await this.edge();
    const about = call.about ?? call.through ?? this.cluster.metadata.name;
    const { end } = this.board.begin(about, activityTitle(name, this.cluster));
    try {
      return await perform(name, input, call);
    } finally {
      end();
    }
  };

  /** Shows work while it runs. */
  async show<T>(about: string, title: string, work: () => Promise<T>): Promise<T> {
    const { end } = this.board.begin(about, title);
    try {
      return await work();
    } finally {
      end();
    }
  }

  /**
   * Does a branch's work; where it fails for good the branch parks until a person answers, and the rest of the run goes
   * on. Undefined means that the branch was skipped. Throws when the run is cancelled or superseded, or where the
   * policies do not let it wait.
   */
  async branch<T>(branch: Branch, work: () => Promise<T>): Promise<T | undefined> {
    if ((await this.parking.resume(branch)) === 'skip') return undefined;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.isStopping) throw error;
        const failure = failureCause(error);
        if (isLost(failure)) throw branchFailure(failure);
        if (await this.heal(failure)) continue;
        if ((await this.parking.park(branch, failure)) === 'skip') return undefined;
      }
    }
  }

  /** Does a phase of the cluster as a whole, as a branch of its own that cannot be skipped. */
  async phase<T>(phase: PhaseName, work: () => Promise<T>): Promise<T> {
    await this.edge();
    this.board.movePhase(phase, 'running');
    const done = await this.branch({ node: clusterBranchName(phase), phase, canSkip: false }, async () => ({
      result: await work(),
    }));
    if (done === undefined) throw ApplicationFailure.nonRetryable(`phase ${phase} was skipped`, 'CannotSkip');
    this.board.movePhase(phase, 'done');
    return done.result;
  }

  /** Waits for all of them, also when one fails: then the others are cancelled first. Throws the first failure. */
  async all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
    const failures: unknown[] = [];
    const results: T[] = [];
    const settle = async (promise: Promise<T>, index: number): Promise<void> => {
      try {
        results[index] = await promise;
      } catch (error) {
        failures.push(error);
        if (!this.isStopping) this.board.stop(failureCause(error).cause);
        this.scope.cancel();
      }
    };
    await Promise.all(promises.map(settle));
    if (failures.length > 0) throw failures[0];
    return results;
  }

  /**
   * Resolves when the history has grown so long that a new execution should go on, and nothing runs: what that one is
   * to be given. Until then every branch comes to stand at its next safe edge.
   */
  async outgrown(): Promise<CarriedRun> {
    const isOver = (): boolean => isHistoryLong() && this.board.isQuiet && !this.isStopping && !this.board.hasEnded;
    await CancellationScope.nonCancellable(async () => {
      do {
        await WAITING_STATES.handingOn.until(isOver);
        await settled();
      } while (!isOver());
    });
    this.board.end('continued');
    return this.#carry();
  }

  async #stand(): Promise<void> {
    const isHandingOn = isHistoryLong();
    if (isHandingOn && !this.#isHandingOn) {
      this.#isHandingOn = true;
      this.board.beginWait({ state: 'handingOn', text: HANDING_ON });
    }
    const state = isHandingOn ? WAITING_STATES.handingOn : WAITING_STATES.held;
    await state.until(() => !this.#mustStand());
  }

  #mustStand(): boolean {
    return this.hold.isHeld || isHistoryLong();
  }

  #carry(): CarriedRun {
    const { phases, notices = [], hold } = this.board.status();
    return {
      phases,
      notices,
      ...(hold === undefined ? {} : { hold }),
      gates: this.gates.carry,
      parked: this.parking.carry,
      progress: this.carryProgress(),
    };
  }
}

function publisher(searchAttributes: boolean): (status: RunStatus) => void {
  let shown = '';
  return (status) => {
    setCurrentDetails(renderCurrentDetails(status));
    const phase = currentPhase(status);
    const next = `${phase} ${status.health}`;
    if (!searchAttributes || next === shown) return;
    shown = next;
    upsertSearchAttributes([
      { key: SEARCH_ATTRIBUTES.phase, value: phase },
      { key: SEARCH_ATTRIBUTES.health, value: status.health },
    ]);
  };
}

/** The last phase that something happens in; an ended run keeps its last. */
function currentPhase({ phases }: RunStatus): string {
  const active = phases.findLast(({ state }) => state === 'running' || state === 'parked' || state === 'failed');
  return (active ?? phases.findLast(({ state }) => state === 'done'))?.name ?? 'facts';
}
