import { WAITING_STATES } from './waiting-states';

/** At most `size` pieces of work at a time, in the order of asking. */
export class Slots {
  readonly #waiting: object[] = [];
  readonly #queueChanged: (isQueued: boolean) => void;
  #free: number;

  /** `queueChanged` is told when some begin to wait for a place, and when none does any more. */
  constructor(size: number, queueChanged: (isQueued: boolean) => void = () => undefined) {
    this.#free = size;
    this.#queueChanged = queueChanged;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      // Whoever waits longest has this slot from now on; it is not free in between.
      this.#passOn();
    }
  }

  async #wait(): Promise<void> {
    const ticket = {};
    this.#waiting.push(ticket);
    if (this.#waiting.length === 1) this.#queueChanged(true);
    try {
      await WAITING_STATES.place.until(() => !this.#waiting.includes(ticket));
    } catch (error) {
      const place = this.#waiting.indexOf(ticket);
      if (place < 0) this.#passOn();
      else {
        this.#waiting.splice(place, 1);
        this.#tellWhenEmpty();
      }
      throw error;
    }
  }

  #passOn(): void {
    if (this.#waiting.shift() === undefined) this.#free += 1;
    else this.#tellWhenEmpty();
  }

  #tellWhenEmpty(): void {
    if (this.#waiting.length === 0) this.#queueChanged(false);
  }
}
