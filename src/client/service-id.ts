import type { Client } from '@temporalio/client';

const DIGITS = 8;

/**
 * Names the Temporal service behind a client, the same after every restart of it: two services may well have namespaces
 * and workflows of the same names. Undefined where the service does not tell.
 */
export async function readServiceId({ workflowService }: Client): Promise<string | undefined> {
  try {
    const { clusterId } = await workflowService.getClusterInfo({});
    return clusterId?.slice(0, DIGITS) || undefined;
  } catch {
    return undefined;
  }
}
