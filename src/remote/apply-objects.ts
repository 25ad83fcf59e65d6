import type { Writer } from './guard';
import type { Kubectl } from './kubectl';

/** Many objects in one apply, on an API server that has just begun. */
const REQUEST_TIMEOUT_SECONDS = 60;
/** The API server serves a new kind within a second; on a busy machine later. */
const SERVED_WITHIN = '60s';

/** As much of a Kubernetes object as the order of applying depends on. */
interface AppliedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface ApplyOptions {
  readonly writer: Writer;
  readonly signal?: AbortSignal;
}

/**
 * Applies Kubernetes objects in order, after the definitions of new kinds among them, which the API server serves by
 * then. `changed` counts those that the API server did not hold in this form already; of definitions it does not say so.
 * Errors: KubectlFailed, RemoteError of the guard, SshError.
 */
export async function applyObjects(
  kubectl: Kubectl,
  objects: readonly AppliedObject[],
  options: ApplyOptions,
): Promise<{ readonly applied: number; readonly changed: number }> {
  const definitions = objects.filter(isDefinition);
  if (definitions.length > 0) await applyDefinitions(kubectl, definitions, options);
  const rest = objects.filter((object) => !isDefinition(object));
  const output = rest.length === 0 ? '' : await apply(kubectl, [], rest, options);
  const lines = output.split('\n').filter((line) => / (created|configured|unchanged)$/.test(line));
  return {
    applied: definitions.length + lines.length,
    changed: lines.filter((line) => !line.endsWith(' unchanged')).length,
  };
}

const isDefinition = ({ kind }: AppliedObject): boolean => kind === 'CustomResourceDefinition';

/** By the API server itself: some are larger than the annotation that kubectl would keep of them. */
async function applyDefinitions(
  kubectl: Kubectl,
  definitions: readonly AppliedObject[],
  options: ApplyOptions,
): Promise<void> {
  await apply(kubectl, ['--server-side', '--force-conflicts', '--field-manager=slipway'], definitions, options);
  const names = definitions.map(({ metadata }) => `customresourcedefinition/${metadata.name}`);
  const { signal } = options;
  await kubectl.run(['wait', '--for=condition=Established', `--timeout=${SERVED_WITHIN}`, ...names], {
    requestTimeoutSeconds: REQUEST_TIMEOUT_SECONDS,
    ...(signal !== undefined && { signal }),
  });
}

function apply(
  kubectl: Kubectl,
  flags: readonly string[],
  items: readonly AppliedObject[],
  options: ApplyOptions,
): Promise<string> {
  return kubectl.run(['apply', ...flags, '-f', '-'], {
    ...options,
    stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    requestTimeoutSeconds: REQUEST_TIMEOUT_SECONDS,
  });
}
