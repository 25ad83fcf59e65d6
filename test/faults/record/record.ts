import type { FaultId } from '../faults';

/** One case, or all seeds of a family of drawn cases, as docs/reliability.md tells of it. */
export interface Row {
  /** Unique in its suite. */
  readonly id: string;
  readonly fault: FaultId;
  /** What is done, as a clause. */
  readonly title: string;
  /** How often it was run with this product, and how often everything held that the oracle asks. */
  readonly runs: number;
  readonly passes: number;
  /** Places that the fault has struck, of all runs that passed; of a real case those of its last run. */
  readonly points: number;
  /** `11`, `1–2000` or `3, 17`; left out where nothing is drawn. */
  readonly seeds?: string;
  /** From the strike until the work that it hit went on; left out where it cannot be measured. */
  readonly recoveryMs?: { readonly median: number; readonly max: number };
  /** What the last run of a real case took, machines and oracle included; left out in rows from before it was kept. */
  readonly tookMs?: number;
  /** What did not hold, or why the case cannot pass; left out when everything did. */
  readonly violations?: readonly string[];
  /** Version of Kubernetes, with its v. */
  readonly kubernetes: string;
  /** First 12 digits of the SHA-256 over every file of src: `productDigest`. */
  readonly product: string;
  /** `2026-11-21`. */
  readonly date: string;
}

/** What a suite has shown: the file of its name in docs/reliability. */
export interface SuiteRecord {
  /** What it runs on, as a sentence. */
  readonly on: string;
  readonly rows: readonly Row[];
  /** Ids of cases that no result is recorded of. */
  readonly notRun?: readonly string[];
}

/** A bug that the suites have found: an entry of docs/reliability/bugs.json. */
export interface Bug {
  /** What went wrong, and why. */
  readonly what: string;
  /** Id of the real case, or seed of the simulation, that has found it. */
  readonly foundBy: string;
  /** Title of the commit that mends it. */
  readonly fix: string;
  /** What fails when the fix is reverted. */
  readonly stillCaughtBy: { readonly file: string; readonly title: string };
}

/** The rows, with those of the same id replaced. */
export function mergeRows(rows: readonly Row[], newer: readonly Row[]): Row[] {
  const ids = new Set(newer.map(({ id }) => id));
  return [...rows.filter(({ id }) => !ids.has(id)), ...newer];
}

/** Undefined when nothing was measured. */
export function summarizeMs(measured: readonly number[]): NonNullable<Row['recoveryMs']> | undefined {
  const sorted = measured.toSorted((a, b) => a - b);
  const [median, max] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted.at(-1)];
  return median === undefined || max === undefined ? undefined : { median, max };
}
