import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a test measured: printed as it comes, and kept as JSON below SLIPWAY_FIGURES_DIR where that is set. */
export class Figures {
  readonly #name: string;
  readonly #values: Record<string, number | string> = {};

  constructor(name: string) {
    this.#name = name;
  }

  record(what: string, value: number | string): void {
    this.#values[what] = value;
    process.stdout.write(`[${this.#name}] ${what}: ${value}\n`);
  }

  write(): void {
    const directory = process.env['SLIPWAY_FIGURES_DIR'];
    if (directory === undefined || directory === '') return;
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `${this.#name}.json`), `${JSON.stringify(this.#values, null, 2)}\n`);
  }
}
