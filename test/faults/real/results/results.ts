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

/** Results of one product, a file a case, outside of the checkout; what a case that failed has left lies beside them. */
export class Results {
  readonly #product: string;
  readonly #directory: string;

  constructor(product: string) {
    this.#product = product.slice(0, 12);
    this.#directory = join(stateDirectory(), 'faults', this.#product);
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  read(id: string): Result | undefined {
    const file = this.#file(id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
  }

  /** Keeps what became of a case, beside how often it has been run before. */
  write({ id, kubernetesVersion }: FaultCase, { findings, violations, tookMs }: Verdict): Result {
    const before = this.read(id);
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
    const { runs, passes, points, violations, kubernetes, endedAt } = result;
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
