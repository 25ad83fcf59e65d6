import { setTimeout as sleep } from 'node:timers/promises';
import type { Writer } from '../guard';
import type { Kubectl } from '../kubectl';
import { KubectlFailed } from '../kubectl-failed';

interface RemoveOptions {
  readonly writer: Writer;
  readonly signal: AbortSignal;
  /** How long what is being removed is waited for, at each stage. */
  readonly waitMs: number;
}

/** As much of an object as names it. */
interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Many objects in one request, on an API server whose webhooks may have lost their pods. */
const REQUEST_TIMEOUT_SECONDS = 60;
/** Finalizers take seconds. */
const PAUSE_MS = 2000;
const NOT_OURS = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];
/** The API server does not know the kind any more: no object of it is there. */
const UNKNOWN_KIND = /no matches for kind|doesn't have a resource type|could not find the requested resource/;

/**
 * Removes the objects, named as `apiVersion kind namespace/name`: those of kinds that others among them define first, so
 * that an operator is still there to take down what it made; then the rest, the last that was applied first; then the
 * definitions, with every object of theirs. `removed` counts those that were there, `left` names those that did not go
 * within `waitMs`: what comes after them is still there too. Errors: KubectlFailed, RemoteError of the guard, SshError.
 */
export async function removeObjects(
  kubectl: Kubectl,
  objects: readonly string[],
  options: RemoveOptions,
): Promise<{ readonly removed: number; readonly left: readonly string[] }> {
  let removed = 0;
  for (const stage of stagesOf(objects.map(readName).toReversed())) {
    const deletes = ['delete', '--ignore-not-found', '--wait=false', '-f', '-'];
    removed += (await ask(kubectl, deletes, stage, options, options.writer)).filter((line) =>
      / deleted/.test(line),
    ).length;
    const left = await awaitGone(kubectl, stage, options);
    if (left.length > 0) return { removed, left };
  }
  return { removed, left: [] };
}

function stagesOf(names: readonly ObjectName[]): readonly (readonly ObjectName[])[] {
  const definitions = names.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const groups = new Set(definitions.map(({ metadata: { name } }) => name.slice(name.indexOf('.') + 1)));
  const isDefined = ({ apiVersion }: ObjectName) => groups.has(apiVersion.split('/')[0] ?? '');
  const isOurs = ({ kind, metadata }: ObjectName) => kind !== 'Namespace' || !NOT_OURS.includes(metadata.name);
  const rest = names.filter((name) => !isDefined(name) && !definitions.includes(name) && isOurs(name));
  return [names.filter(isDefined), rest, definitions].filter((stage) => stage.length > 0);
}

function readName(object: string): ObjectName {
  const [apiVersion = '', kind = '', path = ''] = object.split(' ');
  const [name = '', namespace] = path.split('/').toReversed();
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

async function awaitGone(kubectl: Kubectl, stage: readonly ObjectName[], options: RemoveOptions): Promise<string[]> {
  const deadlineMs = Date.now() + options.waitMs;
  for (;;) {
    const left = await ask(kubectl, ['get', '--ignore-not-found', '-o', 'name', '-f', '-'], stage, options);
    if (left.length === 0 || Date.now() > deadlineMs) return left;
    await sleep(PAUSE_MS, undefined, { signal: options.signal });
  }
}

/** The lines that kubectl answers; of kinds that the API server does not know there are none. */
async function ask(
  kubectl: Kubectl,
  args: readonly string[],
  names: readonly ObjectName[],
  options: RemoveOptions,
  writer?: Writer,
): Promise<string[]> {
  try {
    const answer = await kubectl.run(args, {
      stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: names }),
      signal: options.signal,
      requestTimeoutSeconds: REQUEST_TIMEOUT_SECONDS,
      ...(writer && { writer }),
    });
    return answer.split('\n').filter((line) => line.trim() !== '');
  } catch (error) {
    if (!(error instanceof KubectlFailed) || !UNKNOWN_KIND.test(error.stderr)) throw error;
    if (names.length === 1) return [];
    const lines: string[] = [];
    for (const name of names) lines.push(...(await ask(kubectl, args, [name], options, writer)));
    return lines;
  }
}
