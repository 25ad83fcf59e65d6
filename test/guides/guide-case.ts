import type { LabOptions } from '../../lab';
import type { FaultBench } from '../faults/real/bench/fault-bench';

/** One thing that the guide looks at when it is done, or that its demands ask for. */
export interface Check {
  /** What must hold, as a clause. */
  readonly title: string;
  /** Returns what it saw, in a few words; throws when it does not hold. */
  readonly run: (bench: FaultBench) => Promise<string>;
}

/** Where the hand-written guide is wrong, or hard to follow, and what an install does in its place. */
export interface Correction {
  readonly guide: string;
  readonly instead: string;
}

/** One hand-written guide, or one row of it, as an install on machines of the lab. */
export interface GuideCase {
  /** Unique, begins with the number of the guide: `002-external-etcd`. */
  readonly id: string;
  /** What is installed, as a clause. */
  readonly title: string;
  /** File in examples/guides that it is installed from. */
  readonly example: string;
  readonly lab: Omit<LabOptions, 'name' | 'progress'>;
  /** Settings that the lab's machines need in place of the example's; merged last. */
  readonly inLab?: Readonly<Record<string, unknown>>;
  /** Default: as long as an install on machines in containers may take. */
  readonly installTimeoutMs?: number;
  /** Makes the machines what the guide finds, before anything is installed. */
  readonly prepare?: (bench: FaultBench) => Promise<void>;
  readonly checks: readonly Check[];
  /** What these machines cannot show, and how far it is shown. */
  readonly edges: readonly string[];
  readonly corrections: readonly Correction[];
}
