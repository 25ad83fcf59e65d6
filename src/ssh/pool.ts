import type { Connection, ConnectionOptions } from './connection';
import { dial } from './dial';
import { PooledSession } from './pooled-session';
import type { OpenedKeys } from './private-key';
import type { Session, Sessions } from './session';
import type { SshTarget } from './target';

/** A run comes back to a node within minutes; longer, and the node has one login less. */
const idleTimeoutMs = 5 * 60_000;

const defaults: ConnectionOptions = {
  // sshd allows 10 sessions a connection unless told otherwise.
  maxChannels: 8,
  idleTimeoutMs,
};

/** A pool of connections, one per target and one per bastion, however many nodes are behind it. */
export function createSessions(options: Partial<ConnectionOptions> = {}): Sessions {
  return new Pool({ ...defaults, ...options });
}

class Pool implements Sessions {
  readonly #options: ConnectionOptions;
  readonly #openedKeys: OpenedKeys = new Map();
  readonly #connections = new Map<string, Promise<Connection>>();
  readonly #sessions = new Map<string, PooledSession>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  async get(target: SshTarget): Promise<Session> {
    await this.#connect(target);
    const key = JSON.stringify(target);
    const session =
      this.#sessions.get(key) ??
      new PooledSession(target, { connect: () => this.#connect(target), disconnect: () => this.#disconnect(key) });
    this.#sessions.set(key, session);
    return session;
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#connections.keys()].map((key) => this.#disconnect(key)));
  }

  /** The live connection, or the dial under way, or a new dial. A failed or lost one is forgotten at once. */
  #connect(target: SshTarget): Promise<Connection> {
    const key = JSON.stringify(target);
    const known = this.#connections.get(key);
    if (known !== undefined) return known;
    const dialled = this.#dial(target);
    const forget = () => {
      if (this.#connections.get(key) === dialled) this.#connections.delete(key);
    };
    this.#connections.set(key, dialled);
    dialled.then((connection) => connection.lost.addEventListener('abort', forget), forget);
    return dialled;
  }

  async #dial(target: SshTarget): Promise<Connection> {
    const via = target.bastion === undefined ? undefined : await this.#connect(target.bastion);
    return dial(target, { ...this.#options, via, openedKeys: this.#openedKeys });
  }

  async #disconnect(key: string): Promise<void> {
    const connection = await this.#connections.get(key)?.catch(() => undefined);
    await connection?.close();
  }
}
