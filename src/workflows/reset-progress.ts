import type { ResetPlan } from '../plan/reset-plan';
import type { ResetNodeResult } from './messages-of-reset';

/** How far a reset has come; what another execution needs to go on from there. */
export interface CarriedReset {
  readonly plan: ResetPlan;
  readonly claimed: readonly string[];
  readonly departed: readonly string[];
  readonly removed: readonly (readonly [node: string, removed: readonly string[]])[];
  readonly results: readonly ResetNodeResult[];
}

/** The same while the reset walks. */
export class ResetProgress {
  readonly agreed: { readonly plan: ResetPlan };
  readonly claimed: Map<string, undefined>;
  /** Control planes that etcd and the lists of the others count on no more. */
  readonly departed: Set<string>;
  readonly #removed: Map<string, readonly string[]>;
  /** Of the nodes that are over and done with. */
  readonly results: Map<string, ResetNodeResult>;

  constructor(plan: ResetPlan, carried?: CarriedReset) {
    this.agreed = { plan };
    this.claimed = new Map(carried?.claimed.map((node) => [node, undefined]));
    this.departed = new Set(carried?.departed);
    this.#removed = new Map(carried?.removed);
    this.results = new Map(carried?.results.map((result) => [result.name, result]));
  }

  /** What was found on the machine and removed: a second attempt finds only what the first one has left. */
  noteRemoved(node: string, removed: readonly string[]): void {
    this.#removed.set(node, [...new Set([...this.removedFrom(node), ...removed])]);
  }

  removedFrom(node: string): readonly string[] {
    return this.#removed.get(node) ?? [];
  }

  carry(): CarriedReset {
    return {
      plan: this.agreed.plan,
      claimed: [...this.claimed.keys()],
      departed: [...this.departed],
      removed: [...this.#removed].filter(([node]) => !this.results.has(node)),
      results: [...this.results.values()],
    };
  }
}
