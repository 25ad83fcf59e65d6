import { workflowInfo } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import { holderName, installWorkflowId, type PlanInput, type PlanReport } from './messages';
import { gatherFacts, nodeRange, planInstall, siteBatches } from './observe';
import { perform } from './perform';

/** Nodes whose diffs are one activity's result: a fresh machine's are some 100 kB, a payload holds 2 MB. */
const DIFF_BATCH = 5;

/** What `install` would do now, with the file diffs of the nodes asked for. Reads only; runs beside anything. */
export async function planCluster({ cluster, diff, service }: PlanInput): Promise<PlanReport> {
  const { namespace, runId } = workflowInfo();
  const observation = await gatherFacts(cluster);
  // Planned as the install would: under another workflow's name the cluster's own nodes would look like another's.
  const holder = holderName({ namespace, workflowId: installWorkflowId(cluster.metadata.name), runId }, service);
  const plan = await planInstall(cluster, observation, holder);
  const compared = await Promise.all(
    siteBatches(cluster, DIFF_BATCH, diff).map((nodes) =>
      perform(
        'diffNodes',
        { cluster: scopeCluster(cluster, ...nodes), nodes },
        { ...(nodes[0] === undefined ? {} : { through: nodes[0] }), about: nodeRange(nodes) },
      ),
    ),
  );
  return { plan, diffs: compared.flatMap(({ nodes }) => nodes), roundTrips: observation.roundTrips };
}
