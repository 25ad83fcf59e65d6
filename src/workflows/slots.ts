import { condition } from '@temporalio/workflow';

/** At most `size` pieces of work at a time, in the order of asking. */
export class Slots {
  #free: number;
  #turn = 0;
  #next = 0;

  constructor(size: number) {
    this.#free = size;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    const ticket = this.#next;
    this.#next += 1;
    try {
      await condition(() => this.#turn === ticket && this.#free > 0);
    } finally {
      this.#turn += 1;
    }
    this.#free -= 1;
    try {
      return await work();
    } finally {
      this.#free += 1;
    }
  }
}
