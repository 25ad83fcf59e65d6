import { condition } from '@temporalio/workflow';

/** At most `size` pieces of work at a time, in the order of asking. */
export class Slots {
  readonly #waiting: object[] = [];
  #free: number;

  constructor(size: number) {
    this.#free = size;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      // Whoever waits longest has this slot from now on; it is not free in between.
      if (this.#waiting.shift() === undefined) this.#free += 1;
    }
  }

  async #wait(): Promise<void> {
    const ticket = {};
    this.#waiting.push(ticket);
    try {
      await condition(() => !this.#waiting.includes(ticket));
    } catch (error) {
      const place = this.#waiting.indexOf(ticket);
      if (place >= 0) this.#waiting.splice(place, 1);
      else if (this.#waiting.shift() === undefined) this.#free += 1;
      throw error;
    }
  }
}
