import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateDirectory } from '../../lab/paths';
import type { GuideCase } from './guide-case';
import { hasPassed, type Verdict } from './run-guide';

/** What is kept of a guide that was run. */
export interface Result extends Verdict {
  readonly id: string;
  readonly passed: boolean;
  /** First 12 digits of the digest of the product's sources. */
  readonly product: string;
  /** `2026-11-21`. */
  readonly date: string;
}

/** Results of one product, a file a case, outside of the checkout. */
export class Results {
  readonly #product: string;
  readonly #directory: string;

  constructor(product: string) {
    this.#product = product.slice(0, 12);
    this.#directory = join(stateDirectory(), 'guides', this.#product);
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  /** Undefined when the case has not been run with this product. */
  read(id: string): Result | undefined {
    const file = this.#file(id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
  }

  write({ id }: GuideCase, verdict: Verdict): Result {
    const date = new Date().toISOString().slice(0, 10);
    const result = { id, passed: hasPassed(verdict), product: this.#product, date, ...verdict };
    const draft = `${this.#file(id)}.new`;
    writeFileSync(draft, `${JSON.stringify(result, null, 2)}\n`);
    renameSync(draft, this.#file(id));
    return result;
  }

  /** Where a case writes while it runs. */
  workplace(id: string): string {
    return join(this.#directory, id);
  }

  #file(id: string): string {
    return join(this.#directory, `${id}.json`);
  }
}
