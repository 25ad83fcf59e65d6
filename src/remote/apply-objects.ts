import type { Writer } from './guard';
import type { Kubectl } from './kubectl';

/** Many objects in one apply, on an API server that has just begun. */
const REQUEST_TIMEOUT_SECONDS = 60;

/** Kubernetes objects as values, or as the YAML text of a manifest. */
export type Manifest = readonly object[] | string;

/**
 * Applies Kubernetes objects in order. `changed` counts those that the API server did not hold in this form already.
 * Errors: KubectlFailed, RemoteError of the guard, SshError.
 */
export async function applyObjects(
  kubectl: Kubectl,
  manifest: Manifest,
  options: { readonly writer: Writer; readonly signal?: AbortSignal },
): Promise<{ readonly applied: number; readonly changed: number }> {
  if (manifest.length === 0) return { applied: 0, changed: 0 };
  const stdin =
    typeof manifest === 'string' ? manifest : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifest });
  const output = await kubectl.run(['apply', '-f', '-'], {
    ...options,
    stdin,
    requestTimeoutSeconds: REQUEST_TIMEOUT_SECONDS,
  });
  const lines = output.split('\n').filter((line) => / (created|configured|unchanged)$/.test(line));
  return { applied: lines.length, changed: lines.filter((line) => !line.endsWith(' unchanged')).length };
}
