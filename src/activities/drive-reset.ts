import { criOf } from '../catalog/look-up';
import { digestInput, type OperationOutcome } from '../remote/operation';
import { wipeScript } from '../remote/wipe';
import { failure } from './failures';
import type { KubeadmNode } from './kubeadm-node';
import { tracesOf } from './probe-request';

/** Unmounting and deleting on an old disk; stopping a container takes up to half a minute. */
const TIMEOUT_SECONDS = 600;
/** Of a machine with hundreds of routes and pod interfaces, a line each; far below what a result may hold. */
export const REMOVED_BYTES = 131_072;

/**
 * Afterwards no trace of Kubernetes is on the node, which was looked at to tell; returns what was removed.
 * Errors: ApplicationFailure `NodeNotClean`; RemoteError.
 */
export async function driveReset(on: KubeadmNode): Promise<readonly string[]> {
  const { cluster, catalog, node, fence } = on;
  const outcome = await on.operate({
    verb: 'kubeadm-reset',
    inputDigest: digestInput('kubeadm-reset', fence.clusterUid, node.name),
    script: wipeScript({ ...tracesOf(cluster, catalog), criSocket: criOf(cluster, catalog).socket, fence }),
    timeoutSeconds: TIMEOUT_SECONDS,
    tailBytes: REMOVED_BYTES,
  });
  return readRemoved(outcome);
}

/** What an operation said that it removed. Errors: ApplicationFailure `NodeNotClean` with what is left. */
export function readRemoved({ exitCode, tail }: Pick<OperationOutcome, 'exitCode' | 'tail'>): readonly string[] {
  const said = tail.trim().split('\n');
  if (exitCode === 0) return wordsAfter('removed ', said);
  const left = wordsAfter('left ', said);
  throw failure(
    'NodeNotClean',
    left.length > 0
      ? `these could not be removed: ${left.join(', ')}`
      : `it ended with ${exitCode}: ${said.slice(-5).join(' / ')}`,
  );
}

function wordsAfter(word: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) => (line.startsWith(word) ? [line.slice(word.length)] : []));
}
