import type { RunBoard } from './run-board';

/** What the turn asks of the rest of the run. */
export interface EtcdTurnDoor {
  /** Whether every member of etcd is a named voter, asked of live control planes. */
  readonly isMembershipSane: () => Promise<boolean>;
  /** Takes what the node's join left out of etcd, as far as it does not vote; false when that cannot be done now. */
  readonly removeLearner: (node: string) => Promise<boolean>;
}

/**
 * One node at a time changes etcd's membership, in the order of asking. Who gives the turn back unfinished loses the
 * learner that it left, so that others can join. Where the member list is not sane after that, the turn is kept for
 * that node until it asks again and mends its own member.
 */
export class EtcdTurn {
  readonly #queue: string[] = [];
  readonly #board: RunBoard;
  readonly #door: EtcdTurnDoor;
  #holder: string | undefined;
  #keptFor: string | undefined;

  constructor(board: RunBoard, door: EtcdTurnDoor, keptFor?: string) {
    this.#board = board;
    this.#door = door;
    this.#keptFor = keptFor;
  }

  get holder(): string | undefined {
    return this.#holder;
  }

  /** The node that left its member unfinished. */
  get keptFor(): string | undefined {
    return this.#keptFor;
  }

  /** The node is the holder as soon as `holder` says so. */
  request(node: string): void {
    this.#queue.push(node);
    this.#passOn();
  }

  /** The node does not want the turn any more. */
  leave(node: string): void {
    const place = this.#queue.indexOf(node);
    if (place >= 0) this.#queue.splice(place, 1);
  }

  /** The holder is done with the turn; `joined` means that its member is a voter, which the activity has proven. */
  async giveBack(joined: boolean): Promise<void> {
    const node = this.#holder;
    if (joined || node === undefined || (await this.#isSaneWithout(node))) this.#keptFor = undefined;
    else {
      this.#keptFor = node;
      this.#board.notice(`${node} left the etcd turn with its member unfinished: the turn waits for ${node}`);
    }
    this.#holder = undefined;
    this.#passOn();
  }

  async #isSaneWithout(node: string): Promise<boolean> {
    if (await this.#door.isMembershipSane()) return true;
    if (!(await this.#door.removeLearner(node))) return false;
    this.#board.notice(`${node} left the etcd turn with its member unfinished: that member was removed`);
    return this.#door.isMembershipSane();
  }

  #passOn(): void {
    if (this.#holder !== undefined) return;
    const next = this.#keptFor === undefined ? this.#queue[0] : this.#queue.find((node) => node === this.#keptFor);
    if (next === undefined) return;
    this.leave(next);
    this.#holder = next;
  }
}
