import { condition } from '@temporalio/workflow';
import type { JoinMaterial, JoinRequest, NodeTask } from '../activities/contract';
import { branchFailure, failureCause, JOIN_MATERIAL_STALE } from './failure-cause';
import { describeMaterial, type NodeRun } from './node-run';
import { perform } from './perform';

/** Material must outlive the join that it is asked for, as far as its own life allows. */
const WANTED_VALIDITY_SECONDS = 900;
/** Material that is stale this often in a row is not the cause. */
const MAX_ISSUES = 5;

/**
 * Joins the node, with join material that is issued for it and issued again when it has gone stale in the meantime.
 * The one-time key is made while the cluster is still coming up.
 */
export async function joinNode(run: NodeRun, task: NodeTask, controlPlane: boolean): Promise<void> {
  let request = await perform('requestJoin', task, { through: task.node });
  run.note('waits for the first control plane');
  await condition(() => run.issuers.length > 0);
  run.note(undefined);
  let rejectEpoch: number | undefined;
  for (let issues = 1; ; issues += 1) {
    const material = await issueMaterial(run, task, { request, forControlPlane: controlPlane, rejectEpoch });
    if (material.issued)
      run.notice(`${describeMaterial(material)} was issued for ${task.node}: the epoch before was no longer good`);
    try {
      await (controlPlane ? joinControlPlane(run, task, material) : joinWorker(task, material));
      return;
    } catch (error) {
      const failure = failureCause(error);
      if (failure.type !== JOIN_MATERIAL_STALE) throw error;
      if (issues === MAX_ISSUES) throw branchFailure({ ...failure, type: 'JoinMaterialNeverGood' });
      run.notice(`${task.node}: ${describeMaterial(material)} is stale and is issued again: ${failure.cause}`);
      rejectEpoch = material.epoch;
      request = await perform('requestJoin', task, { through: task.node });
    }
  }
}

function issueMaterial(
  run: NodeRun,
  task: NodeTask,
  wanted: {
    readonly request: JoinRequest;
    readonly forControlPlane: boolean;
    readonly rejectEpoch: number | undefined;
  },
): Promise<JoinMaterial> {
  const { tokenTtlSeconds, certificateKeyTtlSeconds } = task.cluster.spec.joinMaterial;
  const life = wanted.forControlPlane ? Math.min(tokenTtlSeconds, certificateKeyTtlSeconds) : tokenTtlSeconds;
  const { request, forControlPlane, rejectEpoch } = wanted;
  const [issuer = task.node] = run.issuers;
  return perform(
    'issueJoinMaterial',
    {
      cluster: task.cluster,
      fence: task.fence,
      issuers: run.issuers,
      request,
      forControlPlane,
      ...(rejectEpoch === undefined ? {} : { rejectEpoch }),
      minimumValiditySeconds: Math.min(WANTED_VALIDITY_SECONDS, Math.floor(life / 2)),
    },
    {
      through: issuer,
      about: rejectEpoch === undefined ? task.node : `${task.node}, again after epoch ${rejectEpoch}`,
    },
  );
}

/** Everything but the etcd part runs beside the other joins; the etcd part is taken in turns. */
async function joinControlPlane(run: NodeRun, task: NodeTask, material: JoinMaterial): Promise<void> {
  const call = { through: task.node };
  await perform('prepareControlPlaneJoin', { ...task, material }, call);
  run.requestEtcdTurn();
  run.note('waits for the etcd turn');
  await condition(() => run.holdsEtcdTurn);
  run.note('changes the etcd membership');
  try {
    await perform('joinEtcdMember', { ...task, material }, call);
  } catch (error) {
    run.returnEtcdTurn(false);
    throw error;
  }
  run.returnEtcdTurn(true);
  run.note(undefined);
  await perform('finishControlPlaneJoin', { ...task, material }, call);
}

async function joinWorker(task: NodeTask, material: JoinMaterial): Promise<void> {
  await perform('joinWorker', { ...task, material }, { through: task.node });
}
