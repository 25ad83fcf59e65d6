import { condition } from '@temporalio/workflow';
import type { InstallPlan } from '../plan/install-plan';
import type { Gate, GateAnswer } from './messages';
import type { RunBoard } from './run-board';

export type Verdict = 'approved' | 'rejected';

/** What must be approved before a run may go on: shown exactly, bound to the digest of the plan that was shown. */
export class Gates {
  readonly #board: RunBoard;
  #verdict: Verdict | undefined;

  constructor(board: RunBoard) {
    this.#board = board;
  }

  /** Shows the gates of a plan and waits for a person; an answer counts for all gates of that plan. */
  async ask(gates: readonly Gate[]): Promise<Verdict> {
    this.#verdict = undefined;
    this.#board.setGates(gates);
    try {
      await condition(() => this.#verdict !== undefined);
    } finally {
      this.#board.setGates([]);
    }
    return this.#verdict ?? 'rejected';
  }

  /** Why this answer cannot be taken; absent when it can. */
  refusal(answer: GateAnswer): string | undefined {
    if (typeof answer?.digest !== 'string' || typeof answer.who !== 'string')
      return 'an answer needs the digest of the plan and who gives it: {"digest": "...", "who": "..."}';
    const [gate] = this.#board.gates;
    if (gate === undefined || this.#verdict !== undefined)
      return 'no gate is open: there is nothing to approve or reject';
    if (answer.digest !== gate.digest)
      return `digest ${answer.digest} is not that of the plan at the gate, ${gate.digest}: read the plan again`;
    return undefined;
  }

  /** Takes an answer that `refusal` has nothing against. */
  answer(verdict: Verdict, answer: GateAnswer): void {
    this.#verdict = verdict;
    this.#board.notice(`${verdict} by ${answer.who}${answer.why === undefined ? '' : `: ${answer.why}`}`);
  }
}

/** The gates that a plan calls for; none means that nothing it does destroys anything. */
export function gatesOf(plan: InstallPlan, openedAtMs: number): readonly Gate[] {
  const wipe: Gate = {
    id: `wipe-${plan.digest}`,
    kind: 'wipe',
    digest: plan.digest,
    title: `wipe what an earlier cluster left on ${names(plan.wipe)}`,
    items: plan.wipe,
    openedAtMs,
  };
  const takeOver: Gate = {
    id: `take-over-${plan.digest}`,
    kind: 'take-over',
    digest: plan.digest,
    title: `take ${names(plan.takeOver)} over from another run`,
    items: plan.takeOver.map(({ node, holder }) => ({ node, items: [`held by ${holder}`] })),
    openedAtMs,
  };
  return [...(plan.wipe.length > 0 ? [wipe] : []), ...(plan.takeOver.length > 0 ? [takeOver] : [])];
}

function names(entries: readonly { readonly node: string }[]): string {
  const nodes = entries.map(({ node }) => node);
  return nodes.length > 5 ? `${nodes.slice(0, 5).join(', ')} and ${nodes.length - 5} more` : nodes.join(', ');
}
