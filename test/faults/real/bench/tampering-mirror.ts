import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is done to the next answer for an artifact. */
export type Tampering =
  /** One byte is another. */
  | 'corrupt'
  /** A program of the same size, which says that it is one for arm64. */
  | 'foreign'
  /** The connection ends in the middle. */
  | 'short'
  | 'missing'
  /** It comes a little at a time. */
  | 'slow'
  /** The server is down. */
  | 'error';

/** Source: elf(5), `e_machine`, and EM_AARCH64 of elf.h. */
const ELF_MACHINE = { at: 18, arm64: 183 };
const SLOW_CHUNK = 256 * 1024;
const SLOW_PAUSE_MS = 100;
const SLOW_BYTES = 4 * 1024 * 1024;

/** A mirror in front of the lab's own, which tampers with what a plan names, as often as the plan says; then it is honest. */
export class TamperingMirror {
  /** What was done, one entry an answer. */
  readonly done: string[] = [];
  readonly #upstream: string;
  readonly #plan: Map<string, Tampering[]>;
  readonly #server: Server;

  /** `plan`: end of an artifact's path -> what is done to its answers, in turn. */
  constructor(upstream: string, plan: Readonly<Record<string, readonly Tampering[]>>) {
    this.#upstream = upstream;
    this.#plan = new Map(Object.entries(plan).map(([path, tamperings]) => [path, [...tamperings]]));
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  /** The port that it serves on: a free one for 0. */
  async listen(address: string, port: number): Promise<number> {
    this.#server.listen(port, address);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const tampering = this.#take(url);
    if (tampering === 'missing') return void response.writeHead(404).end();
    if (tampering === 'error') return void response.writeHead(503).end();
    const upstream = await fetch(`${this.#upstream}${url}`);
    const body = Buffer.from(await upstream.arrayBuffer());
    response.writeHead(upstream.status, { 'content-length': body.length });
    if (tampering === 'corrupt') body[Math.floor(body.length / 2)] = 255 - (body[Math.floor(body.length / 2)] ?? 0);
    if (tampering === 'foreign') body.writeUInt16LE(ELF_MACHINE.arm64, ELF_MACHINE.at);
    if (tampering === 'short') {
      response.write(body.subarray(0, Math.floor(body.length / 2)));
      await sleep(SLOW_PAUSE_MS);
      return void response.destroy();
    }
    const slowBytes = tampering === 'slow' ? Math.min(SLOW_BYTES, body.length) : 0;
    for (let at = 0; at < slowBytes; at += SLOW_CHUNK) {
      response.write(body.subarray(at, Math.min(at + SLOW_CHUNK, slowBytes)));
      await sleep(SLOW_PAUSE_MS);
    }
    response.end(body.subarray(slowBytes));
  }

  #take(url: string): Tampering | undefined {
    const [path, left] = [...this.#plan].find(([end]) => url.endsWith(end)) ?? [];
    const tampering = left?.shift();
    if (tampering !== undefined) this.done.push(`${path}: ${tampering}`);
    return tampering;
  }
}
