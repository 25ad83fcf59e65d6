import { condition } from '@temporalio/workflow';
import { type FailureCause, NO_WORKER } from './failure-cause';
import type { BranchAnswer, PhaseName } from './messages';
import type { RunBoard } from './run-board';

export interface Branch {
  readonly node: string;
  readonly phase: PhaseName;
  /** The run can go on without it: a worker. */
  readonly canSkip: boolean;
}

type Answer = 'retry' | 'skip';

/** A missing worker heals without a person. */
const NO_WORKER_RETRY = '1m';

/** Branches that cannot go on by themselves, and the answers to them; the rest of the run goes on. */
export class Parking {
  readonly #board: RunBoard;
  readonly #answers = new Map<string, Answer>();

  constructor(board: RunBoard) {
    this.#board = board;
  }

  /** Shows the branch with its cause and waits for a person. */
  async park(branch: Branch, failure: FailureCause): Promise<Answer> {
    this.#answers.delete(branch.node);
    const { cause, fix } = failure;
    this.#board.park({ ...branch, phase: failure.phase ?? branch.phase, cause, fix, sinceMs: Date.now() });
    const isAnswered = (): boolean => this.#answers.has(branch.node);
    try {
      if (failure.type === NO_WORKER)
        await condition(isAnswered, NO_WORKER_RETRY, { summary: `${branch.node}: try again, ${cause}` });
      else await condition(isAnswered);
    } finally {
      this.#board.unpark(branch.node);
    }
    return this.#answers.get(branch.node) ?? 'retry';
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
