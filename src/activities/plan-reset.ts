import { randomUUID } from 'node:crypto';
import { describeContext, needsDrain, planReset as decideReset } from '../plan/reset';
import type { NodePods } from '../plan/reset/losses';
import { kubectlOn } from '../remote/kubectl';
import { listPods } from '../remote/list-pods';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { nodeOf } from './ssh-target';

type Input = Parameters<SlipwayActivities['planReset']>[0];

/** What the reset would do and destroy, and what stands in its way. */
export const planReset =
  (dependencies: ActivityDependencies): SlipwayActivities['planReset'] =>
  (input) =>
    runActivity(dependencies, { cluster: input.cluster }, async (frame) => {
      const { cluster, nodes, drain, holder, facts, unreachable } = input;
      const wish = { drain, holder, freshUid: randomUUID(), ...(nodes && { nodes }) };
      return decideReset(cluster, { facts, unreachable, pods: await askForPods(frame, input) }, wish);
    });

/** The first control plane that stays and answers is asked; where none does, the plan says so. */
async function askForPods(frame: ActivityFrame, input: Input): Promise<readonly NodePods[]> {
  const { cluster, nodes, holder } = input;
  const context = describeContext(cluster, input, { holder, freshUid: '', ...(nodes && { nodes }) });
  const names = context.targets.filter((target) => needsDrain(context, target)).map(({ node }) => node.name);
  const [peer] = context.peers;
  if (peer === undefined || names.length === 0) return [];
  const kubectl = kubectlOn(await frame.openSession(peer.node.name), nodeOf(cluster, peer.node.name).address);
  return Promise.all(names.map((name) => listPods(kubectl, name, frame.signal)));
}
