/** How many channels one connection has open at once; who comes late waits, first come first served. */
export class ChannelSlots {
  #limit: number;
  #active = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get active(): number {
    return this.#active;
  }

  /** Resolves when a slot is taken. Rejects with `signal.reason` when aborted while waiting. */
  async acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#active < this.#limit) {
      this.#active += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(enter);
    });
  }

  release(): void {
    this.#active -= 1;
    if (this.#active >= this.#limit) return;
    const enter = this.#waiting.shift();
    if (enter === undefined) return;
    this.#active += 1;
    enter();
  }

  /** Gives back a slot that the server did not honour: it takes no more channels than the others that are active. */
  releaseRefused(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#active - 1));
    this.release();
  }
}
