import type { Sample } from '../../../e2e/support/process-sampler';
import type { FaultBench, Wanted } from '../bench/fault-bench';

/** What the oracle is asked about. */
export interface Question {
  readonly bench: FaultBench;
  readonly wanted: Wanted;
  /** Nodes that must be in the cluster; a case may have lost one for good. */
  readonly nodes: readonly string[];
  readonly controlPlanes: readonly string[];
  /** What processes showed and what stood on tmpfs while the case ran, by machine. */
  readonly samples: ReadonlyMap<string, Sample>;
}

/** What does not hold, a sentence each; none: all is as it should be. */
export type Violations = readonly string[];

/** A sentence for each pair that differs. */
export function compare(what: string, found: unknown, wanted: unknown): string[] {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  return left === right ? [] : [`${what}: ${left}, not ${right}`];
}
