import type { RunBoard } from './run-board';

export interface EtcdTurnDoor {
  /** Tells a node's workflow that the turn is its own; false when that workflow is no more. */
  readonly grant: (node: string) => Promise<boolean>;
  /** Whether every member of etcd is a named voter, asked of live control planes. */
  readonly isMembershipSane: () => Promise<boolean>;
}

/**
 * One node at a time changes etcd's membership, in the order of asking. A node whose workflow ended without giving the
 * turn back keeps it reserved until the member list is sane, or until the node asks again and mends its own member.
 */
export class EtcdTurn {
  readonly #queue: string[] = [];
  readonly #board: RunBoard;
  readonly #door: EtcdTurnDoor;
  #holder: string | undefined;
  #reservedFor: string | undefined;

  constructor(board: RunBoard, door: EtcdTurnDoor) {
    this.#board = board;
    this.#door = door;
  }

  async request(node: string): Promise<void> {
    if (this.#holder === node || this.#queue.includes(node)) return;
    this.#queue.push(node);
    await this.#passOn();
  }

  /** The node is done with the turn; `joined` means that its member is a voter, which the activity has proven. */
  async giveBack(node: string, joined: boolean): Promise<void> {
    if (this.#holder !== node) return;
    this.#holder = undefined;
    if (!joined) await this.#reserve(node);
    else if (this.#reservedFor === node) this.#reservedFor = undefined;
    await this.#passOn();
  }

  /** The node's workflow ended, however it did. */
  async childClosed(node: string): Promise<void> {
    const index = this.#queue.indexOf(node);
    if (index >= 0) this.#queue.splice(index, 1);
    await this.giveBack(node, false);
  }

  async #reserve(node: string): Promise<void> {
    this.#reservedFor = node;
    if (!(await this.#door.isMembershipSane())) {
      this.#board.notice(`${node} left the etcd turn with its member unfinished: the turn waits for ${node}`);
      return;
    }
    if (this.#reservedFor === node) this.#reservedFor = undefined;
  }

  async #passOn(): Promise<void> {
    if (this.#holder !== undefined) return;
    const reserved = this.#reservedFor;
    const next = reserved === undefined ? this.#queue[0] : this.#queue.find((node) => node === reserved);
    if (next === undefined) return;
    this.#queue.splice(this.#queue.indexOf(next), 1);
    this.#holder = next;
    if (await this.#door.grant(next)) return;
    if (this.#holder === next) this.#holder = undefined;
    await this.#passOn();
  }
}
