import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { runOnControlPlane, writerOf } from './control-plane-access';
import { patchNodes } from './patch-node-settings';

export function labelNodes(dependencies: ActivityDependencies): SlipwayActivities['labelNodes'] {
  return (input) =>
    runOnControlPlane(dependencies, input, async (access) => ({
      changed: await patchNodes(access, input.cluster, writerOf('label nodes', input.fence)),
    }));
}
