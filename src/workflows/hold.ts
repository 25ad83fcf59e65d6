import type { HoldState, RunAnswer } from './messages';
import type { RunBoard } from './run-board';

/** Whether a person holds the run: what runs comes to its end, nothing new begins until it is released. */
export class Hold {
  readonly #board: RunBoard;
  readonly #listeners: (() => void)[] = [];

  constructor(board: RunBoard) {
    this.#board = board;
  }

  get state(): HoldState | undefined {
    return this.#board.hold;
  }

  get isHeld(): boolean {
    return this.state !== undefined;
  }

  /** Calls `listener` whenever the run is held or released. */
  watch(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Why the run cannot be held; absent when it can. */
  refusalToHold(answer: RunAnswer): string | undefined {
    if (typeof answer?.who !== 'string') return 'a hold needs to say who gives it: {"who": "..."}';
    if (this.#board.isStopping) return 'the run is being stopped already';
    return this.state === undefined ? undefined : `the run is held already, by ${this.state.who}`;
  }

  /** Why the run cannot be released; absent when it can. */
  refusalToRelease(answer: RunAnswer): string | undefined {
    if (typeof answer?.who !== 'string') return 'a release needs to say who gives it: {"who": "..."}';
    return this.isHeld ? undefined : 'the run is not held';
  }

  hold(answer: RunAnswer): void {
    const { who, why } = answer;
    this.#board.setHold({ who, sinceMs: Date.now(), ...(why === undefined ? {} : { why }) });
    this.#told('held', answer);
  }

  release(answer: RunAnswer): void {
    this.#board.setHold(undefined);
    this.#told('released', answer);
  }

  #told(what: string, { who, why }: RunAnswer): void {
    this.#board.notice(`${what} by ${who}${why === undefined ? '' : `: ${why}`}`);
    for (const listener of this.#listeners) listener();
  }
}
