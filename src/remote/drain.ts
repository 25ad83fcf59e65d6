import type { Writer } from './guard';
import type { Kubectl } from './kubectl';
import { KubectlFailed } from './kubectl-failed';

export interface DrainOptions {
  readonly limitSeconds: number;
  /** By which the cluster's kubectl ends pods that keep files of their own. */
  readonly dataFlag: 'delete-local-data' | 'delete-emptydir-data';
  readonly writer: Writer;
  readonly signal?: AbortSignal;
}

/**
 * Cordons the node and evicts its pods, for so long at most; undefined once it is empty, else what holds back which pods.
 * A node that is not there is empty. Errors: KubectlFailed that is not about an eviction, RemoteError of the guard,
 * SshError.
 */
export async function drain(
  kubectl: Kubectl,
  node: string,
  { limitSeconds, dataFlag, writer, signal }: DrainOptions,
): Promise<string | undefined> {
  const flags = ['--ignore-daemonsets', `--${dataFlag}`, '--force', `--timeout=${limitSeconds}s`];
  try {
    await kubectl.run(['drain', node, ...flags], { writer, ...(signal && { signal }) });
    return undefined;
  } catch (error) {
    if (!(error instanceof KubectlFailed)) throw error;
    if (/nodes? "[^"]*" not found/.test(error.stderr)) return undefined;
    const why = explainDrain(error.stderr);
    if (why === undefined) throw error;
    return why;
  }
}

/** `error when evicting pods/"web-1" -n "default" (will retry after 5s): Cannot evict pod as …`, once for each pod. */
function explainDrain(stderr: string): string | undefined {
  const refusals = new Map(
    [...stderr.matchAll(/error when evicting pods\/"([^"]*)" -n "([^"]*)"[^:]*: (.*)/g)].map(
      ([, pod = '', namespace = '', why = '']) => [`${namespace}/${pod}`, why],
    ),
  );
  if (refusals.size > 0)
    return [...refusals]
      .map(([pod, why]) => `${pod}: ${why}`)
      .join('; ')
      .slice(0, 800);
  return /timed? ?out|timeout|deadline exceeded|pending pods|did not complete/i.test(stderr)
    ? (stderr.trim().split('\n').at(-1) ?? '').slice(0, 400)
    : undefined;
}
