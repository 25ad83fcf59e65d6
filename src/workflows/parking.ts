import type { Cluster } from '../config/cluster';
import type { ParkedEntry } from './carried-run';
import { branchFailure, type FailureCause, NO_WORKER } from './failure-cause';
import type { BranchAnswer, Deadline, PhaseName } from './messages';
import type { RunBoard } from './run-board';
import { PATIENCE } from './timeouts';
import { WAITING_STATES } from './waiting-states';
import { waitingStateOf } from './waits';

export interface Branch {
  readonly node: string;
  readonly phase: PhaseName;
  /** The run can go on without it: a worker. */
  readonly canSkip: boolean;
}

type Answer = 'retry' | 'skip';

const TRIED_AGAIN = 'it is tried again';
const FAILS = 'the run fails';

/** Branches that cannot go on by themselves, and the answers to them; the rest of the run goes on. */
export class Parking {
  readonly #board: RunBoard;
  readonly #policies: Cluster['spec']['policies'];
  readonly #answers = new Map<string, Answer>();
  /** Parked by the execution before this one, and not come to yet. */
  readonly #carried: Map<string, ParkedEntry>;
  readonly #withoutWorkerSinceMs = new Map<string, number>();

  constructor(board: RunBoard, policies: Cluster['spec']['policies'], carried: readonly ParkedEntry[] = []) {
    this.#board = board;
    this.#policies = policies;
    this.#carried = new Map(carried.map((entry) => [entry.node, entry]));
  }

  /** Parks a branch that the execution before this one had parked; undefined where it had not. */
  resume(branch: Branch): Promise<Answer> | undefined {
    const entry = this.takeCarried(branch.node);
    return entry && this.#wait(entry);
  }

  /** What the execution before this one had parked under the name, once. */
  takeCarried(node: string): ParkedEntry | undefined {
    const entry = this.#carried.get(node);
    this.#carried.delete(node);
    return entry;
  }

  /**
   * Shows the branch with its cause and waits for a person, as the policies say. Throws the failure where they say that
   * it is not to be waited for, or not any longer.
   */
  park(branch: Branch, failure: FailureCause): Promise<Answer> {
    if (this.#policies.onFailure === 'fail') throw branchFailure(failure);
    const { type, cause, fix, phase = branch.phase } = failure;
    const sinceMs = this.#sinceMs(branch.node, type);
    const deadline = this.#deadline(type, sinceMs);
    const { node, canSkip } = branch;
    return this.#wait({ node, canSkip, phase, type, cause, fix, sinceMs, ...(deadline && { deadline }) });
  }

  /** Branches that are parked now or will be as soon as they are come to. */
  get carry(): readonly ParkedEntry[] {
    return [...this.#carried.values(), ...this.#board.parked];
  }

  async #wait(entry: ParkedEntry): Promise<Answer> {
    const { node, cause, deadline } = entry;
    this.#answers.delete(node);
    this.#board.park(entry);
    const isAnswered = (): boolean => this.#answers.has(node);
    try {
      const state = WAITING_STATES[waitingStateOf(entry)];
      if (deadline === undefined) await state.until(isAnswered);
      else await state.untilOrFor(isAnswered, deadline.atMs - Date.now(), `${node}: ${deadline.outcome}, ${cause}`);
    } finally {
      this.#board.unpark(node);
    }
    const answer = this.#answers.get(node);
    if (answer !== undefined) return answer;
    if (deadline?.outcome === TRIED_AGAIN) return 'retry';
    const unanswered = `nobody answered within ${this.#policies.parkSeconds} s, spec.policies.parkSeconds`;
    throw branchFailure({ ...entry, cause: `${cause} (${unanswered})` });
  }

  /** A missing worker heals without a person: it is one wait, however often it is tried again. */
  #sinceMs(node: string, type: string): number {
    const sinceMs = (type === NO_WORKER ? this.#withoutWorkerSinceMs.get(node) : undefined) ?? Date.now();
    if (type === NO_WORKER) this.#withoutWorkerSinceMs.set(node, sinceMs);
    else this.#withoutWorkerSinceMs.delete(node);
    return sinceMs;
  }

  #deadline(type: string, sinceMs: number): Deadline | undefined {
    const { parkSeconds } = this.#policies;
    const failsAtMs = parkSeconds === undefined ? Infinity : sinceMs + parkSeconds * 1000;
    const retriesAtMs = type === NO_WORKER ? Date.now() + PATIENCE.noWorkerRetry.limit : Infinity;
    if (retriesAtMs < failsAtMs) return { atMs: retriesAtMs, outcome: TRIED_AGAIN };
    return failsAtMs === Infinity ? undefined : { atMs: failsAtMs, outcome: FAILS };
  }

  /** Why this answer cannot be taken; absent when it can. */
  refusal(answer: Answer, given: BranchAnswer): string | undefined {
    if (typeof given?.node !== 'string' || typeof given.who !== 'string')
      return 'an answer needs a node and who gives it: {"node": "...", "who": "..."}';
    const entry = this.#board.parked.find(({ node }) => node === given.node);
    if (entry === undefined) {
      const parked = this.#board.parked.map(({ node }) => node).join(', ');
      return `${given.node} is not parked; parked now: ${parked || 'nothing'}`;
    }
    if (answer === 'skip' && !entry.canSkip) return cannotSkip(given.node);
    return undefined;
  }

  /** Takes an answer that `refusal` has nothing against. */
  answer(answer: Answer, given: BranchAnswer): void {
    this.#answers.set(given.node, answer);
    const why = given.why === undefined ? '' : `: ${given.why}`;
    this.#board.notice(`${answer} of ${given.node} by ${given.who}${why}`);
  }
}

function cannotSkip(node: string): string {
  return node.startsWith('@')
    ? 'work on the cluster as a whole cannot be skipped: retry or abort'
    : `${node} is a control plane and cannot be skipped: retry or abort`;
}
