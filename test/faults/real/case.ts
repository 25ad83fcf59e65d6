import type { FaultId } from '../faults';
import type { FaultBench } from './bench/fault-bench';
import type { StartState } from './bench/start-state';

/** What a case has to tell of itself when its run has come to its end. */
export interface Findings {
  /** Where the fault struck, one entry a strike. */
  readonly points: readonly string[];
  /** From the strike until the work that it hit went on, in ms, one entry for each that was measured. */
  readonly recoveriesMs: readonly number[];
  /** What else is worth a line in the results. */
  readonly notes?: readonly string[];
}

/** One fault on real machines; everything that the oracle asks must hold after it. */
export interface FaultCase {
  /** Unique, kebab-case, begins with the fault: `W1-install`. */
  readonly id: string;
  readonly fault: FaultId;
  /** What is done, as a clause. */
  readonly title: string;
  readonly controlPlanes: number;
  readonly workers: number;
  /** Default: what the lab has without being asked. */
  readonly kubernetesVersion?: string;
  /** What its machines are before it begins. */
  readonly startState: StartState;
  /** What the fault is drawn by, where it is drawn. */
  readonly seed?: number;
  /** Lays the fault, and returns once the run has come to its end. Throws when it has not. */
  run(bench: FaultBench): Promise<Findings>;
}
