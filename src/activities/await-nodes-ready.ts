import { readReadiness, type NodeConditions } from '../plan/node-conditions';
import { KubectlFailed } from '../remote/kubectl-failed';
import type { ReadyReport } from './contract';
import type { ControlPlaneAccess } from './control-plane-access';

/** A watch of five seconds, on an API server under load. */
const REQUEST_TIMEOUT_SECONDS = 30;

/** One watch on the API server lasts this long; between two, progress is told. */
const WATCH_SECONDS = 5;

/**
 * Returns once every wanted node is Ready, told by a watch on the API server. Ends early, with what is not ready and
 * why, when `patienceSeconds` have passed. Errors: KubectlFailed that is not about a missing or unready node; SshError.
 */
export async function awaitNodesReady(
  { kubectl, signal, report }: ControlPlaneAccess,
  nodes: readonly string[],
  patienceSeconds: number,
): Promise<ReadyReport> {
  const deadlineMs = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const live = await kubectl.json<{ items: readonly NodeConditions[] }>(['get', 'nodes'], { signal });
    const readiness = readReadiness(nodes, live.items);
    const unready = readiness.filter((node) => !node.ready);
    report(`${nodes.length - unready.length} of ${nodes.length} nodes Ready`);
    if (unready.length === 0 || Date.now() > deadlineMs) return { nodes: readiness };
    await watchFor(unready.map((node) => node.name));
  }

  async function watchFor(unready: readonly string[]): Promise<void> {
    const names = unready.map((name) => `node/${name}`);
    try {
      const limit = `--timeout=${WATCH_SECONDS}s`;
      await kubectl.run(['wait', '--for=condition=Ready', limit, ...names], {
        signal,
        requestTimeoutSeconds: REQUEST_TIMEOUT_SECONDS,
      });
    } catch (error) {
      const expected = error instanceof KubectlFailed && /timed out waiting|NotFound/.test(error.stderr);
      if (!expected) throw error;
    }
  }
}
