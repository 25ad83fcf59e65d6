/** Numbers that follow from a seed alone. Streams of different names do not disturb each other. */
export class Random {
  #state: number;

  constructor(seed: number, stream = '') {
    this.#state = seed >>> 0;
    for (const character of stream) this.#state = (Math.imul(this.#state, 31) + character.charCodeAt(0)) >>> 0;
    for (let round = 0; round < 4; round += 1) this.fraction();
  }

  /** From 0 up to, and without, 1 (mulberry32). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number between the two, both of them included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  isLucky(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}
