import { digestInput } from '../remote/operation';
import { wipeScript } from '../remote/wipe';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { failure } from './failures';
import { runNodeActivity } from './node-activity';

/** Unmounting and deleting on an old disk; stopping a container takes up to half a minute. */
const TIMEOUT_SECONDS = 600;

/** Afterwards nothing of an earlier cluster is on the node. Only ever called behind the wipe gate. */
export const wipeNode =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<{ removed: readonly string[] }> =>
    runNodeActivity(dependencies, task, async ({ operate, fence }) => {
      const { exitCode, tail } = await operate({
        verb: 'wipe',
        inputDigest: digestInput(wipeScript, fence.clusterUid),
        script: wipeScript,
        timeoutSeconds: TIMEOUT_SECONDS,
      });
      if (exitCode !== 0) {
        throw failure(
          'OperationFailed',
          `the wipe ended with ${exitCode}: ${tail.trim().split('\n').slice(-5).join(' / ')}`,
        );
      }
      return { removed: tail.split('\n').flatMap((line) => /^removed (.+)/.exec(line)?.[1] ?? []) };
    });
