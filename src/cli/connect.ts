import { createSlipwayClient, type SlipwayClient } from '../client';
import type { CliContext } from './context';
import { startLocalService } from './local-service';
import { findNamedService, requireService, type TemporalService } from './service';

/** A client and the link to a run's page, where the Web UI's address is known. */
export interface Connected {
  readonly client: SlipwayClient;
  readonly linkTo: (workflowId: string, runId?: string) => string | undefined;
}

/**
 * Runs `work` with a client of the named service or of the running dev server, and closes it.
 * @throws CliError when there is no service
 */
export function connect<T>(context: CliContext, work: (connected: Connected) => Promise<T>): Promise<T> {
  return withClient(requireService(context.env), work);
}

/** The same, but where no service is named the dev server and its workers are started when they do not run. */
export async function connectStarting<T>(context: CliContext, work: (connected: Connected) => Promise<T>): Promise<T> {
  const named = findNamedService(context.env);
  return withClient(named ?? (await startLocalService(context)).service, work);
}

async function withClient<T>(service: TemporalService, work: (connected: Connected) => Promise<T>): Promise<T> {
  // The client reads Temporal's ordinary configuration from the environment of this process.
  Object.assign(process.env, service.env);
  const { uiUrl } = service;
  const client = await createSlipwayClient(uiUrl === undefined ? {} : { webUi: uiUrl });
  const linkTo = (workflowId: string, runId?: string): string | undefined =>
    uiUrl === undefined ? undefined : client.webUiLink(workflowId, runId);
  try {
    return await work({ client, linkTo });
  } finally {
    await client.close();
  }
}
