import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { chooseFreePort } from '../../../../src/dev/free-port';
import { startTestServer, type TestServer } from '../../../fakes/temporal';

/** The real dev server, with a database that outlives it, and a client of its own. */
export class DevServer {
  readonly address: string;
  readonly #database: string;
  #server: TestServer | undefined;
  #client: Client | undefined;
  readonly #untilUp: (() => void)[] = [];

  private constructor(address: string) {
    this.address = address;
    this.#database = join(tmpdir(), `slipway-simulated-${address.replace(':', '-')}.db`);
  }

  static async start(): Promise<DevServer> {
    const server = new DevServer(`127.0.0.1:${await chooseFreePort([])}`);
    await server.#serve();
    return server;
  }

  get client(): Client {
    if (this.#client === undefined) throw new Error('this server was never started');
    return this.#client;
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  /** SIGKILL, and a start after so many milliseconds. */
  async goAway(ms: number): Promise<void> {
    if (this.#server === undefined) return;
    this.#server.kill();
    this.#server = undefined;
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.#serve();
  }

  whenUp(work: () => void): void {
    if (this.isUp) work();
    else this.#untilUp.push(work);
  }

  async close(): Promise<void> {
    await this.#client?.connection.close();
    this.#server?.kill();
    for (const end of ['', '-wal', '-shm']) rmSync(this.#database + end, { force: true });
  }

  async #serve(): Promise<void> {
    const { address } = this;
    this.#server = await startTestServer({ address, database: this.#database });
    this.#client ??= new Client({ connection: await Connection.connect({ address }) });
    for (const work of this.#untilUp.splice(0)) work();
  }
}
