/** Where Temporal's Web UI shows a run. */
export interface WebUiPlace {
  /** Of the Web UI, such as `http://127.0.0.1:8233`. */
  readonly webUi: string;
  readonly namespace: string;
}

/** A link to a run's history; without a run id, to the latest one. */
export function webUiLink({ webUi, namespace }: WebUiPlace, workflowId: string, runId?: string): string {
  const run = runId === undefined ? '' : `/${encodeURIComponent(runId)}/history`;
  return `${webUi.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}${run}`;
}

/** Where the Web UI of a dev server is: a thousand ports above its own. */
export function devServerWebUi(address: string): string {
  const { hostname, port } = new URL(`http://${address}`);
  return `http://${hostname}:${Number(port || '7233') + 1000}`;
}
