import type { CarriedGates } from './gates';
import type { HoldState, ParkedBranch, RunStatus } from './messages';

/** A parked branch, and whether the run can go on without it. */
export type ParkedEntry = ParkedBranch & { readonly canSkip: boolean };

/** What a run knows that no look at the nodes can tell, for the execution that goes on in its place. */
export interface CarriedRun {
  readonly phases: RunStatus['phases'];
  readonly notices: NonNullable<RunStatus['notices']>;
  readonly hold?: HoldState;
  readonly gates: CarriedGates;
  /** They stay parked: going on in a new execution is no reason to try again. */
  readonly parked: readonly ParkedEntry[];
  /** How far the operation itself has come; each operation knows what it is. */
  readonly progress?: unknown;
}
