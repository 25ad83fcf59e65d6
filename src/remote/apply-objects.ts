import type { Writer } from './guard';
import type { Kubectl } from './kubectl';

/**
 * Applies Kubernetes objects in order. `changed` counts those that the API server did not hold in this form already.
 * Errors: KubectlFailed, RemoteError of the guard, SshError.
 */
export async function applyObjects(
  kubectl: Kubectl,
  objects: readonly object[],
  options: { readonly writer: Writer; readonly signal?: AbortSignal },
): Promise<{ readonly applied: number; readonly changed: number }> {
  if (objects.length === 0) return { applied: 0, changed: 0 };
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const output = await kubectl.run(['apply', '-f', '-'], { ...options, stdin: list, requestTimeoutSeconds: 60 });
  const lines = output.split('\n').filter((line) => / (created|configured|unchanged)$/.test(line));
  return { applied: lines.length, changed: lines.filter((line) => !line.endsWith(' unchanged')).length };
}
