import type { EtcdRecovery } from '../plan/lost-quorum';
import { composeRecovery, QUORUM_IS_BACK_EXIT } from '../remote/etcd-recovery/recover-script';
import { lookAtEtcd } from '../remote/etcd-recovery/look-at-etcd';
import { pollApiServer } from '../remote/kubeadm/live-polls';
import { removeMember } from '../remote/kubeadm/see-from-peer';
import { kubectlOn } from '../remote/kubectl';
import { digestInput } from '../remote/operation';
import { awaitLive } from './await-live';
import type { RecoveryOutcome } from './contract';
import { writerOf } from './control-plane-access';
import { failure } from './failures';
import type { KubeadmNode } from './kubeadm-node';

/** The sum of what the script waits for at most, and the copy of a database of 8 GiB on a slow disk. */
const TIMEOUT_SECONDS = 1800;

/**
 * etcd goes on with the survivor's member alone, its API server answers, and the Nodes of the removed members are gone;
 * or etcd had its quorum again, and nothing was done.
 * Errors: ApplicationFailure `EtcdRecoveryFailed`, `ApiServerUnavailable`.
 */
export async function driveEtcdRecovery(on: KubeadmNode, recovery: EtcdRecovery): Promise<RecoveryOutcome> {
  const script = composeRecovery(recovery, on.node.address);
  const { exitCode, tail } = await on.operate({
    verb: 'recover-etcd',
    inputDigest: digestInput(script, on.fence.clusterUid),
    script,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  if (exitCode === QUORUM_IS_BACK_EXIT) return { outcome: 'quorum-is-back' };
  if (exitCode !== 0) throw failure('EtcdRecoveryFailed', tail.trim().split('\n').slice(-3).join(' / '));
  await removeStragglers(on, recovery);
  await awaitApiServer(on);
  await deleteNodes(on, recovery);
  const backup = /^backup (.+)$/m.exec(tail)?.[1];
  return { outcome: 'recovered', ...(backup === undefined ? {} : { backup }) };
}

/** A learner that only a snapshot of the log knows stays a member. */
async function removeStragglers(on: KubeadmNode, { memberId }: EtcdRecovery): Promise<void> {
  const { view } = await lookAtEtcd(on.session, on.node.address, on.signal);
  if (view === undefined) throw failure('EtcdRecoveryFailed', 'etcd does not answer after its recovery');
  for (const { id } of view.members.filter((member) => member.id !== memberId))
    await removeMember(on.session, on.node.address, writerOf(`remove etcd member ${id}`, on.fence), id);
}

async function awaitApiServer(on: KubeadmNode): Promise<void> {
  const { apiServerSeconds } = on.cluster.spec.patience;
  const poll = () => pollApiServer(on.session, on.node.address, on.signal);
  if (await awaitLive(on, 'its API server', apiServerSeconds, poll)) return;
  throw failure('ApiServerUnavailable', `the API server of ${on.node.name} does not answer after etcd was recovered`);
}

async function deleteNodes(on: KubeadmNode, { removed }: EtcdRecovery): Promise<void> {
  const names = removed.map(({ node }) => node).filter((name) => name !== on.node.name);
  if (names.length === 0) return;
  on.report(`deleting the Nodes ${names.join(', ')}`);
  await kubectlOn(on.session, on.node.address).run(['delete', 'node', ...names, '--ignore-not-found', '--wait=false'], {
    writer: writerOf('delete lost nodes', on.fence),
    signal: on.signal,
  });
}
