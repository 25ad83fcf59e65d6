import type { ActivityDependencies } from './activity-frame';
import { runActivity, type ActivityFrame } from './activity-frame';
import type { EtcdHealth, SlipwayActivities } from './contract';
import { etcdOf } from './etcd-of';
import { failure } from './failures';
import { readEtcdHealth } from './read-etcd-health';

/**
 * etcd's members, health and hashes, asked through the first control plane whose etcd answers. An unhealthy etcd is a
 * result, not a failure: the workflow decides what it means.
 */
export function etcdHealth(dependencies: ActivityDependencies): SlipwayActivities['etcdHealth'] {
  return ({ cluster, controlPlanes }) =>
    runActivity(dependencies, { cluster }, (frame) => askFirstThatAnswers(frame, controlPlanes));
}

async function askFirstThatAnswers(frame: ActivityFrame, controlPlanes: readonly string[]): Promise<EtcdHealth> {
  const refusals: string[] = [];
  const { cluster } = frame;
  for (const name of controlPlanes) {
    frame.signal.throwIfAborted();
    try {
      frame.report(`asking etcd on ${name}`);
      const session = await frame.openSession(name);
      return await readEtcdHealth({ session, ...etcdOf(cluster) }, frame.signal);
    } catch (error) {
      if (frame.signal.aborted) throw error;
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw failure('EtcdUnhealthy', `no etcd member answers: ${refusals.join('; ')}.`);
}
