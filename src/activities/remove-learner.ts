import { findLearners } from '../plan/membership';
import { removeMember, seeFromPeer } from '../remote/kubeadm/see-from-peer';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { writerOf } from './control-plane-access';
import { classify, failure } from './failures';
import { nodeOf } from './ssh-target';

type Input = Parameters<SlipwayActivities['removeLearner']>[0];

/**
 * Afterwards etcd has no learner of the node, nor a member of it that never started, as the first control plane says
 * that answers; a member that votes is left alone. Errors: ApplicationFailure `EtcdUnhealthy`, those of lock and fence.
 */
export function removeLearner(dependencies: ActivityDependencies): SlipwayActivities['removeLearner'] {
  return (input) =>
    runActivity(dependencies, { cluster: input.cluster, node: input.node }, (frame) => removeThroughAny(frame, input));
}

async function removeThroughAny(frame: ActivityFrame, input: Input) {
  const refusals: string[] = [];
  for (const name of input.controlPlanes) {
    frame.signal.throwIfAborted();
    try {
      return await removeThrough(frame, name, input);
    } catch (error) {
      if (!canAnotherRemove(error)) throw error;
      refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw failure('EtcdUnhealthy', `no control plane can be asked: ${refusals.join('; ')}`);
}

function canAnotherRemove(error: unknown): boolean {
  return ['NodeUnreachable', 'ApiServerUnavailable', 'GarbledAnswer', 'ShellUnusable'].includes(classify(error));
}

async function removeThrough(frame: ActivityFrame, peer: string, { cluster, fence, node }: Input) {
  frame.report(`asking ${peer} for the member of ${node}`);
  const session = await frame.openSession(peer);
  const { address } = nodeOf(cluster, peer);
  const { members } = await seeFromPeer(session, address, node, frame.signal);
  const learners = findLearners(members, nodeOf(cluster, node));
  for (const { id } of learners) await removeMember(session, address, writerOf('remove-etcd-learner', fence), id);
  return { removed: learners.map(({ id }) => id) };
}
