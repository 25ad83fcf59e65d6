import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { TemporalUnreachable } from './errors';

export interface OpenClient {
  readonly client: Client;
  /** host:port of the service. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** A service that serves answers at once; a person at a terminal waits for this. */
const CONNECT_TIMEOUT = '5s';
const DEFAULT_ADDRESS = 'localhost:7233';

/**
 * A client of the service that Temporal's ordinary configuration names: TEMPORAL_ADDRESS and its like, or a profile.
 * Throws TemporalUnreachable.
 */
export async function connectClient(): Promise<OpenClient> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const address = connectionOptions.address ?? DEFAULT_ADDRESS;
  try {
    const connection = await Connection.connect({ ...connectionOptions, connectTimeout: CONNECT_TIMEOUT });
    const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
    return { client, address, close: () => connection.close() };
  } catch (error) {
    throw new TemporalUnreachable(address, error);
  }
}
