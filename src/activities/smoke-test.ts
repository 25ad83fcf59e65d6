import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { runOnControlPlane, writerOf } from './control-plane-access';
import { runSmokeTest } from './run-smoke-test';

export function smokeTest(dependencies: ActivityDependencies): SlipwayActivities['smokeTest'] {
  return (input) =>
    runOnControlPlane(dependencies, input, (access) =>
      runSmokeTest(access, input.cluster, writerOf('smoke test', input.fence)),
    );
}
