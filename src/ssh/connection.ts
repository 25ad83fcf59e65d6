import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import { ChannelSlots } from './channel-slots';
import { SshError, sshError } from './errors';
import { untilAborted } from './limit';
import type { SshTarget } from './target';

export interface ConnectionOptions {
  /** Commands at once; more wait. */
  readonly maxChannels: number;
  /** A connection without channels for this long closes itself. */
  readonly idleTimeoutMs: number;
}

/** Waits of 20 ms, 40 ms, …: two and a half seconds in all. */
const maxRefusals = 7;

type OpenChannel = (done: (error: Error | undefined, channel: ClientChannel) => void) => void;

/** An authenticated connection. It lives until `lost` aborts, with an SshError 'connection-lost' as the reason. */
export class Connection {
  readonly #client: Client;
  readonly #target: SshTarget;
  readonly #options: ConnectionOptions;
  readonly #slots: ChannelSlots;
  readonly #lost = new AbortController();
  readonly #closed: Promise<void>;
  #channels = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  /** Takes over a client that is ready. */
  constructor(client: Client, target: SshTarget, options: ConnectionOptions) {
    this.#client = client;
    this.#target = target;
    this.#options = options;
    this.#slots = new ChannelSlots(options.maxChannels);
    // Every command listens, and those that wait for a channel too.
    setMaxListeners(0, this.#lost.signal);
    this.#closed = new Promise((resolve) => client.once('close', resolve));
    client.on('error', (error) => this.#lose(error.message, error));
    client.on('end', () => this.#lose('the server hung up'));
    client.on('close', () => this.#lose('the server hung up'));
    this.#watchIdleness();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Starts a command in a channel of its own. Errors: 'channel-refused', 'connection-lost', `signal.reason`. */
  async exec(command: string, signal: AbortSignal): Promise<ClientChannel> {
    await this.#orLost(this.#slots.acquire(signal));
    for (let refusals = 1; ;) {
      try {
        return await this.#open(
          (done) => this.#client.exec(command, done),
          signal,
          () => this.#slots.release(),
        );
      } catch (error) {
        if (!isRefusal(error)) throw error;
        if (this.#slots.active > 1) {
          this.#slots.releaseRefused();
          await this.#orLost(this.#slots.acquire(signal));
        } else {
          await this.#waitAfterRefusal(error, refusals, signal);
          refusals += 1;
        }
      }
    }
  }

  /** A stream to host:port as seen from the server. Errors: 'channel-refused', 'connection-lost', `signal.reason`. */
  async forward(host: string, port: number, signal: AbortSignal): Promise<ClientChannel> {
    try {
      return await this.#open(
        (done) => this.#client.forwardOut('127.0.0.1', 0, host, port, done),
        signal,
        () => {},
      );
    } catch (error) {
      throw isRefusal(error) ? this.#refused(error, `a connection to ${host}:${port}`, 'AllowTcpForwarding') : error;
    }
  }

  async close(): Promise<void> {
    this.#lose('closed by this side');
    await Promise.race([this.#closed, sleep(1_000, undefined, { ref: false })]);
    this.#client.destroy();
  }

  /** The server refused the only channel. sshd may still be putting away the one before it, so wait a little. */
  async #waitAfterRefusal(error: unknown, refusals: number, signal: AbortSignal): Promise<void> {
    try {
      if (refusals > maxRefusals) throw this.#refused(error, 'a session', 'MaxSessions and ForceCommand');
      await this.#orLost(untilAborted(signal, sleep(10 * 2 ** refusals)));
    } catch (failure) {
      this.#slots.release();
      throw failure;
    }
  }

  /** `release` is called once the channel has closed or will never open; a refusal leaves that to the caller. */
  async #open(open: OpenChannel, signal: AbortSignal, release: () => void): Promise<ClientChannel> {
    this.#channels += 1;
    clearTimeout(this.#idleTimer);
    const settle = () => {
      this.#channels -= 1;
      this.#watchIdleness();
    };
    const opening = new Promise<ClientChannel>((resolve, reject) => {
      open((error, channel) => (error === undefined ? resolve(channel) : reject(error)));
    });
    const watched = opening.then(
      (channel) => {
        channel.once('close', settle);
        channel.once('close', release);
        if (signal.aborted) discard(channel);
        return channel;
      },
      (error: unknown) => {
        settle();
        if (isRefusal(error) && !signal.aborted) throw error;
        release();
        throw this.lost.aborted ? this.lost.reason : this.#refused(error, 'a channel', 'ForceCommand');
      },
    );
    return this.#orLost(untilAborted(signal, watched));
  }

  async #orLost<T>(work: Promise<T>): Promise<T> {
    return untilAborted(this.lost, work);
  }

  #lose(reason: string, underlying?: unknown): void {
    if (this.#lost.signal.aborted) return;
    clearTimeout(this.#idleTimer);
    this.#lost.abort(this.#makeLost(reason, underlying));
    this.#client.end();
  }

  #watchIdleness(): void {
    clearTimeout(this.#idleTimer);
    if (this.#channels > 0 || this.lost.aborted) return;
    this.#idleTimer = setTimeout(() => this.#lose('closed by this side, being idle'), this.#options.idleTimeoutMs);
    this.#idleTimer.unref();
  }

  #makeLost(reason: string, underlying?: unknown): SshError {
    return sshError(
      'connection-lost',
      this.#target,
      `the connection was lost: ${reason}`,
      'What a command under way has done is not known: look at the machine before repeating it.',
      underlying,
    );
  }

  #refused(error: unknown, what: string, setting: string): SshError {
    const reason = error instanceof Error ? error.message : String(error);
    return sshError(
      'channel-refused',
      this.#target,
      `the server would not open ${what}: ${reason}`,
      `Check ${setting} in its sshd_config, and that the way from there is open.`,
      error,
    );
  }
}

/** Nobody waits for it any more; unread data would keep it from closing. */
function discard(channel: ClientChannel): void {
  channel.resume();
  channel.stderr.resume();
  channel.close();
}

/** ssh2 gives a reason only to channels that the server itself turned down. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'reason' in error && !(error instanceof SshError);
}
