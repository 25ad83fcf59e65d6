/** What happened in a simulated world, and what must never have happened. Written by the world alone. */
export class Journal {
  readonly lines: string[] = [];
  readonly violations: string[] = [];
  /** How often each kind of thing was done. */
  readonly counts = new Map<string, number>();
  readonly #elapsedMs: () => number;

  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  note(line: string): void {
    this.lines.push(`${(this.#elapsedMs() / 1000).toFixed(1).padStart(8)} s  ${line}`);
  }

  violate(line: string): void {
    this.violations.push(line);
    this.note(`VIOLATION: ${line}`);
  }

  count(what: string): void {
    this.counts.set(what, this.countOf(what) + 1);
  }

  countOf(what: string): number {
    return this.counts.get(what) ?? 0;
  }
}
