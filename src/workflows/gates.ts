import type { Cluster } from '../config/cluster';
import type { InstallPlan } from '../plan/install-plan';
import type { LostQuorum } from '../plan/lost-quorum';
import type { Gate, GateAnswer } from './messages';
import type { RunBoard } from './run-board';
import { WAITING_STATES } from './waiting-states';

export type Verdict = 'approved' | 'rejected';

export interface CarriedGates {
  /** The same question stays open since when it was. */
  readonly open: readonly Gate[];
  /** Digests of what was approved and may not be done yet. */
  readonly approved: readonly string[];
}

/** What must be approved before a run may go on: shown exactly, bound to the digest of the plan that was shown. */
export class Gates {
  readonly #board: RunBoard;
  readonly #policies: Cluster['spec']['policies'];
  /** Open in the execution before this one: the same gate is open since then. */
  readonly #carried: readonly Gate[];
  #verdict: Verdict | undefined;
  readonly #approved: Set<string>;

  constructor(board: RunBoard, policies: Cluster['spec']['policies'], carried?: CarriedGates) {
    this.#board = board;
    this.#policies = policies;
    this.#carried = carried?.open ?? [];
    this.#approved = new Set(carried?.approved);
  }

  /** Whether what has this digest was approved, also in an execution before this one. */
  isApproved(digest: string): boolean {
    return this.#approved.has(digest);
  }

  /** What was approved is done: the same must be approved anew. */
  forgetApproval(digest: string): void {
    this.#approved.delete(digest);
  }

  get carry(): CarriedGates {
    return { open: this.#board.gates, approved: [...this.#approved] };
  }

  /**
   * Shows the gates of a plan and waits for a person; an answer counts for all gates of that plan. Without one they are
   * rejected at their deadline, where they have one.
   */
  async ask(gates: readonly Gate[]): Promise<Verdict> {
    this.#verdict = undefined;
    const open = gates.map((gate) => this.#withDeadline(gate));
    this.#board.setGates(open);
    const isAnswered = (): boolean => this.#verdict !== undefined;
    const [first] = open;
    try {
      if (first?.deadline === undefined) await WAITING_STATES.gate.until(isAnswered);
      else if (!(await WAITING_STATES.gate.untilOrFor(isAnswered, first.deadline.atMs - Date.now(), first.title)))
        this.#board.notice(
          `rejected: nobody answered within ${this.#policies.gateSeconds} s (spec.policies.gateSeconds)`,
        );
    } finally {
      this.#board.setGates([]);
    }
    return this.#verdict ?? 'rejected';
  }

  #withDeadline(gate: Gate): Gate {
    const { gateSeconds } = this.#policies;
    const openedAtMs = this.#carried.find(({ id }) => id === gate.id)?.openedAtMs ?? gate.openedAtMs;
    if (gateSeconds === undefined) return { ...gate, openedAtMs };
    return { ...gate, openedAtMs, deadline: { atMs: openedAtMs + gateSeconds * 1000, outcome: 'it is rejected' } };
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
    if (verdict === 'approved') this.#approved.add(answer.digest);
    this.#board.notice(`${verdict} by ${answer.who}${answer.why === undefined ? '' : `: ${answer.why}`}`);
  }
}

/** The gates that a plan calls for; none means that nothing it does destroys anything. */
export function gatesOf(plan: InstallPlan, openedAtMs: number): readonly Gate[] {
  const wipe: Gate = {
    id: `wipe-${plan.digest}`,
    kind: 'wipe',
    digest: plan.digest,
    title: `wipe what an earlier cluster left on ${nameNodes(plan.wipe)}`,
    items: plan.wipe,
    openedAtMs,
  };
  return [
    ...(plan.wipe.length > 0 ? [wipe] : []),
    ...podNetworkGate(plan, openedAtMs),
    ...takeOverGate(plan, openedAtMs),
  ];
}

/** The gate before one pod network takes the place of another; none where none does. */
function podNetworkGate({ digest, podNetwork }: InstallPlan, openedAtMs: number): readonly Gate[] {
  if (podNetwork?.move !== 'switch') return [];
  const { losses } = podNetwork;
  const title = `switch the pod network ${podNetwork.title}: every pod loses its network, and its address`;
  return [{ id: `pod-network-${digest}`, kind: 'pod-network', digest, title, items: losses, openedAtMs }];
}

/** The gate before etcd goes on with one member. */
export function gateOfRecovery({ recovery, losses }: LostQuorum, openedAtMs: number): Gate {
  const { digest, survivor, removed } = recovery;
  return {
    id: `recover-etcd-${digest}`,
    kind: 'recover-etcd',
    digest,
    title: `let etcd go on with ${survivor} alone, and give up what only ${nameNodes(removed)} had`,
    items: losses,
    openedAtMs,
  };
}

/** The gate before nodes that another run holds; none where there are none. */
export function takeOverGate(
  { digest, takeOver }: Pick<InstallPlan, 'digest' | 'takeOver'>,
  openedAtMs: number,
): readonly Gate[] {
  if (takeOver.length === 0) return [];
  const gate: Gate = {
    id: `take-over-${digest}`,
    kind: 'take-over',
    digest,
    title: `take ${nameNodes(takeOver)} over from another run`,
    items: takeOver.map(({ node, holder }) => ({ node, items: [`held by ${holder}`] })),
    openedAtMs,
  };
  return [gate];
}

/** The names of some nodes, the first few of many. */
export function nameNodes(entries: readonly { readonly node: string }[]): string {
  const nodes = entries.map(({ node }) => node);
  return nodes.length > 5 ? `${nodes.slice(0, 5).join(', ')} and ${nodes.length - 5} more` : nodes.join(', ');
}
