/** Time as the simulated nodes have it. */
export interface Clock {
  /** Unix time in milliseconds. */
  now(): number;
  /** Calls back once after so many milliseconds of the simulated world; returns what takes it back. */
  after(ms: number, callback: () => void): () => void;
}

/** The time of day, with the timers of this process. */
export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after so many milliseconds of the simulated world. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly callback: () => void;
}

const EPOCH_MS = Date.UTC(2030, 0, 1);

/** A clock that jumps from one timer to the next, in the order of time and then of asking. */
export class VirtualClock implements Clock {
  #nowMs = EPOCH_MS;
  #order = 0;
  readonly #timers: Timer[] = [];
  readonly #gone = new Set<Timer>();

  now(): number {
    return this.#nowMs;
  }

  /** Since the beginning of this clock. */
  get elapsedMs(): number {
    return this.#nowMs - EPOCH_MS;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, ms), order: (this.#order += 1), callback };
    this.#push(timer);
    return () => void this.#gone.add(timer);
  }

  /** Goes on to the next timer and calls it; false when there is none. */
  advance(): boolean {
    for (let timer = this.#pop(); timer !== undefined; timer = this.#pop()) {
      if (this.#gone.delete(timer)) continue;
      this.#nowMs = Math.max(this.#nowMs, timer.atMs);
      timer.callback();
      return true;
    }
    return false;
  }

  /** A binary heap: thousands of timers come and go in one run. */
  #push(timer: Timer): void {
    const heap = this.#timers;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent] as Timer, timer)) break;
      heap[index] = heap[parent] as Timer;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#timers;
    const [top] = heap;
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isBefore(heap[right] as Timer, heap[left] as Timer) ? right : left;
      if (isBefore(last, heap[child] as Timer)) break;
      heap[index] = heap[child] as Timer;
      index = child;
    }
    heap[index] = last;
    return top;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
