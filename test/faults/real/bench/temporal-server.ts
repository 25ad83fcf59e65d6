import { Client, Connection } from '@temporalio/client';
import { createSlipwayClient, type SlipwayClient } from '../../../../src';
import { findDevServer } from '../../../../src/dev/dev-server/state';
import { startDevServer } from '../../../../src/dev/dev-server/start';
import { stopDevServer } from '../../../../src/dev/dev-server/stop';

/** A Temporal dev server with a database of its own below a directory, and clients to it. */
export class TemporalServer {
  /** What a process needs to find this server, and no other. */
  readonly env: NodeJS.ProcessEnv;
  readonly #killLeft = () => {
    if (findDevServer(this.env) !== undefined) this.kill();
  };
  #opened: { readonly client: Client; readonly slipway: SlipwayClient } | undefined;

  constructor(directory: string) {
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'));
    this.env = { ...Object.fromEntries(others), XDG_STATE_HOME: directory };
  }

  get client(): Client {
    return this.#get().client;
  }

  get slipway(): SlipwayClient {
    return this.#get().slipway;
  }

  /** Serves when this returns, with what an earlier one of this directory has kept. */
  async start(): Promise<void> {
    const { address, namespace } = await startDevServer({ env: this.env });
    Object.assign(this.env, { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace });
    if (this.#opened !== undefined) return;
    process.once('exit', this.#killLeft);
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, namespace });
    this.#opened = { client, slipway: await createSlipwayClient({ client }) };
  }

  /** SIGKILL; `start` brings it back under the same address. */
  kill(): void {
    const running = findDevServer(this.env);
    if (running === undefined) throw new Error('there is no Temporal server to kill');
    process.kill(running.process.pid, 'SIGKILL');
  }

  /** The connection stays: whoever still watches a run that nobody waits for is told of the end by silence. */
  async stop(): Promise<void> {
    await stopDevServer(this.env);
    process.removeListener('exit', this.#killLeft);
  }

  #get() {
    if (this.#opened === undefined) throw new Error('the Temporal server has not been started');
    return this.#opened;
  }
}
