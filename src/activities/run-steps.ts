import type { BuildSteps } from '../steps';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask, StepsResult } from './contract';
import { runNodeActivity } from './node-activity';
import { staticFactsOf } from './static-facts';
import { resolveWorkerInputs } from './worker-inputs';

/** Afterwards the node is as these steps say: checked, applied where pending, checked again. */
export function runSteps(
  dependencies: ActivityDependencies,
  task: NodeTask,
  buildSteps: BuildSteps,
): Promise<StepsResult> {
  return runNodeActivity(dependencies, task, async ({ cluster, catalog, node, session, converge }) => {
    const facts = await staticFactsOf(session);
    const inputs = await resolveWorkerInputs(cluster, node, facts, catalog);
    return { steps: await converge(buildSteps(cluster, node, facts, inputs, catalog)) };
  });
}
