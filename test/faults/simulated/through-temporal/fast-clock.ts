import { type Clock, realClock } from '../model/clock';

/** A clock that runs so many times as fast as the time of day, from which it starts. */
export class FastClock implements Clock {
  readonly #speed: number;
  readonly #startedAtMs = Date.now();

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return this.#startedAtMs + this.elapsedMs;
  }

  /** Since the beginning of this clock. */
  get elapsedMs(): number {
    return (Date.now() - this.#startedAtMs) * this.#speed;
  }

  after(ms: number, callback: () => void): () => void {
    return realClock.after(ms / this.#speed, callback);
  }
}
