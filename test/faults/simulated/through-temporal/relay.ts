import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * What a worker process has of the network: its connections to a server, which end with it, and stand still while it
 * does. A server sees of a cut relay what it sees of a process that was killed.
 */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isPaused = false;

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#server = createServer((near) => this.#join(near, connect(target)));
  }

  /** Relays to `address`, `host:port`, from the moment this resolves. */
  static async open(address: string): Promise<Relay> {
    const [host = '', port = ''] = address.split(':');
    const relay = new Relay({ host, port: Number(port) });
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For good: nothing comes through any more, and whoever is at the other end notices. */
  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing is read any more; what is sent meanwhile waits, and the connections stay. */
  pause(): void {
    this.#isPaused = true;
    for (const socket of this.#sockets) socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const socket of this.#sockets) socket.resume();
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      if (this.#isPaused) from.pause();
    }
  }
}
