import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateDirectory } from '../../../../lab/paths';
import { DEFAULT_KUBERNETES_VERSION } from '../../../../lab/versions';
import { type Row, summarizeMs } from '../../record/record';
import type { FaultCase } from '../case';
import type { Verdict } from '../run-case';

/** What is kept of a case that was run. */
export interface Result {
  readonly id: string;
  readonly passed: boolean;
  /** How often it was run, and has passed, with this product. */
  readonly runs: number;
  readonly passes: number;
  readonly points: readonly string[];
  readonly recoveriesMs: readonly number[];
  readonly notes?: readonly string[];
  readonly violations: readonly string[];
  readonly tookMs: number;
  /** ISO 8601. */
  readonly endedAt: string;
  readonly kubernetes: string;
}

export interface ResultsOptions {
  /** SHA-256 of the product's sources, hex. */
  readonly product: string;
  /** What the project's record tells, of whatever product and from whatever machine. */
  readonly recorded: readonly Row[];
  /** Where the results of all products are kept. */
  readonly directory?: string;
}

/**
 * Results of one product, a file a case, outside of the checkout; what a case that failed has left lies beside them.
 * Where another machine has recorded rows of the same product, they count as well.
 */
export class Results {
  readonly #product: string;
  readonly #directory: string;
  readonly #recorded: readonly Row[];

  constructor({ product, recorded, directory = join(stateDirectory(), 'faults') }: ResultsOptions) {
    this.#product = product.slice(0, 12);
    this.#directory = join(directory, this.#product);
    this.#recorded = recorded.filter((row) => row.product === this.#product);
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  read(id: string): Result | undefined {
    const file = this.#file(id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
  }

  /** The row of this very product; undefined where there is a result of this machine, which tells more. */
  recorded(id: string): Row | undefined {
    return this.read(id) === undefined ? this.#recorded.find((row) => row.id === id) : undefined;
  }

  /** Its last run has passed, here or, every time that it was run, on the machine that has recorded it. */
  hasPassed(id: string): boolean {
    const row = this.recorded(id);
    return row === undefined ? this.read(id)?.passed === true : row.passes === row.runs;
  }

  /** Keeps what became of a case, beside how often it has been run before. */
  write({ id, kubernetesVersion }: FaultCase, { findings, violations, tookMs }: Verdict): Result {
    const before = this.read(id) ?? this.recorded(id);
    const passed = violations.length === 0;
    const result: Result = {
      id,
      passed,
      runs: (before?.runs ?? 0) + 1,
      passes: (before?.passes ?? 0) + (passed ? 1 : 0),
      points: findings?.points ?? [],
      recoveriesMs: findings?.recoveriesMs ?? [],
      ...(findings?.notes === undefined ? {} : { notes: findings.notes }),
      violations,
      tookMs,
      endedAt: new Date().toISOString(),
      kubernetes: kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    };
    const draft = `${this.#file(id)}.new`;
    writeFileSync(draft, `${JSON.stringify(result, null, 2)}\n`);
    renameSync(draft, this.#file(id));
    return result;
  }

  /** What docs/reliability.md tells of the case; undefined when it has not been run. */
  toRow({ id, fault, title, seed }: FaultCase): Row | undefined {
    const result = this.read(id);
    if (result === undefined) return undefined;
    const { runs, passes, points, violations, tookMs, kubernetes, endedAt } = result;
    const recoveryMs = summarizeMs(result.recoveriesMs);
    return {
      id,
      fault,
      title,
      runs,
      passes,
      points: points.length,
      ...(seed === undefined ? {} : { seeds: String(seed) }),
      ...(recoveryMs === undefined ? {} : { recoveryMs }),
      tookMs,
      ...(violations.length === 0 ? {} : { violations }),
      kubernetes,
      product: this.#product,
      date: endedAt.slice(0, 10),
    };
  }

  /** Where a case writes while it runs. */
  workplace(id: string): string {
    return join(this.#directory, id);
  }

  #file(id: string): string {
    return join(this.#directory, `${id}.json`);
  }
}
