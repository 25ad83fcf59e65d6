import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Cluster } from '../config/cluster';
import { renderCurrentDetails } from './current-details';
import { branchFailure, failureCause, isLost } from './failure-cause';
import { Gates } from './gates';
import {
  type AbortAnswer,
  clusterBranchName,
  holderName,
  type InstallInput,
  type PhaseName,
  type RunStatus,
  SEARCH_ATTRIBUTES,
} from './messages';
import { type Branch, Parking } from './parking';
import { RunBoard } from './run-board';

/** One run of a cluster operation: what it shows, whom it asks, and the scope in which all its work happens. */
export class Run {
  readonly cluster: Cluster;
  readonly board: RunBoard;
  readonly gates: Gates;
  readonly parking: Parking;
  readonly scope = new CancellationScope();
  /** Fences write who holds a node; shown to a person, compared for equality. */
  readonly holder: string;
  readonly searchAttributes: boolean;
  #aborted: AbortAnswer | undefined;

  constructor(input: InstallInput) {
    this.cluster = input.cluster;
    this.searchAttributes = input.searchAttributes === true;
    this.holder = holderName(workflowInfo(), input.service);
    this.board = new RunBoard(input.cluster.metadata.name, input.clusterDigest, publisher(input));
    this.gates = new Gates(this.board);
    this.parking = new Parking(this.board);
    this.scope.cancelRequested.catch(() =>
      this.board.waitFor('Cancelled: waits for the operations that still run on the nodes to end'),
    );
  }

  /** Starts nothing new; what runs is waited for. */
  abort(answer: AbortAnswer): void {
    this.#aborted ??= answer;
    this.board.notice(`abort by ${answer.who}${answer.why === undefined ? '' : `: ${answer.why}`}`);
    this.scope.cancel();
  }

  get isStopping(): boolean {
    return this.scope.consideredCancelled;
  }

  /** How an ended scope is told: an abort says by whom, a cancellation stays one. */
  explain(error: unknown): unknown {
    if (this.#aborted === undefined || !isCancellation(error)) return error;
    const { who, why } = this.#aborted;
    return ApplicationFailure.create({
      type: 'Aborted',
      message: `aborted by ${who}${why === undefined ? '' : `: ${why}`}; running operations were waited for, install again to go on`,
      nonRetryable: true,
    });
  }

  /**
   * Does a branch's work; where it fails for good the branch parks until a person answers, and the rest of the run goes
   * on. Undefined means that the branch was skipped. Throws when the run is cancelled or superseded.
   */
  async branch<T>(branch: Branch, work: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.isStopping) throw error;
        const failure = failureCause(error);
        if (isLost(failure)) throw branchFailure(failure);
        if ((await this.parking.park(branch, failure)) === 'skip') return undefined;
      }
    }
  }

  /** Does a phase of the cluster as a whole, as a branch of its own that cannot be skipped. */
  async phase<T>(phase: PhaseName, work: () => Promise<T>): Promise<T> {
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
        this.scope.cancel();
      }
    };
    await Promise.all(promises.map(settle));
    if (failures.length > 0) throw failures[0];
    return results;
  }
}

function publisher(input: InstallInput): (status: RunStatus) => void {
  let shown = '';
  return (status) => {
    setCurrentDetails(renderCurrentDetails(status));
    const phase = currentPhase(status);
    const next = `${phase} ${status.health}`;
    if (input.searchAttributes !== true || next === shown) return;
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
