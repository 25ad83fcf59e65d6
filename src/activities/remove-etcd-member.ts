import { setTimeout as sleep } from 'node:timers/promises';
import { etcdAccessOf } from '../catalog/etcd/access';
import type { Node } from '../config/cluster';
import type { EtcdMemberHealth } from '../plan/etcd-health';
import { findMember, peerUrlOf } from '../plan/membership';
import { hasQuorum, refuseRemoval } from '../plan/quorum';
import type { EtcdAccess } from '../remote/etcd/access';
import { removeMemberThrough } from '../remote/etcd/change-members';
import { moveLeader } from '../remote/etcd-gateway';
import type { Writer } from '../remote/guard';
import { removeMember } from '../remote/kubeadm/see-from-peer';
import type { Session } from '../ssh/session';
import type { ActivityDependencies } from './activity-frame';
import type { PeerTask } from './contract';
import { type ControlPlaneAccess, runOnControlPlane, writerOf } from './control-plane-access';
import { failure } from './failures';
import { readEtcdHealth } from './read-etcd-health';
import { nodeOf } from './ssh-target';

/** An election takes a second or two, and a member that starts anew a little longer. */
const SETTLE_MS = 30_000;
/** Between looks at the members. */
const POLL_MS = 1000;

/**
 * etcd has no member of the node, as the peer's own etcd says after it was asked anew, and has its quorum without it. Where
 * it would lose the quorum nothing is removed. Errors: ApplicationFailure `EtcdQuorumAtRisk`, `EtcdUnhealthy`.
 */
export const removeEtcdMember =
  (dependencies: ActivityDependencies) =>
  (task: PeerTask): Promise<{ removed: boolean }> =>
    runOnControlPlane(dependencies, task, async (access) => {
      const { cluster, controlPlane } = task;
      const node = nodeOf(cluster, task.node);
      const { session, report, signal } = access;
      const door: Door = {
        etcd: etcdAccessOf(cluster),
        writer: writerOf(`remove etcd member ${node.name}`, task.fence),
      };
      const question = { session, nodes: [], ...(door.etcd && { access: door.etcd }) };
      const look = async () => (await readEtcdHealth(question, signal)).members;
      const member = await release(access, await look(), node, door);
      if (member !== undefined) {
        report(`removing etcd member ${member.name || member.peerUrl}`);
        await remove(session, nodeOf(cluster, controlPlane), member.id, door);
      }
      await awaitQuorum(access, node, look);
      return { removed: member !== undefined };
    });

/** How etcd is changed through a control plane. */
interface Door {
  readonly writer: Writer;
  /** Absent: through its own member. */
  readonly etcd: EtcdAccess | undefined;
}

function remove(session: Session, { address }: Node, id: string, { writer, etcd }: Door): Promise<void> {
  if (etcd !== undefined) return removeMemberThrough(session, writer, etcd, id);
  return removeMember(session, address, writer, id);
}

/** The member that is to go, once nothing speaks against it and it does not lead any more. */
async function release(
  { session, report }: ControlPlaneAccess,
  members: readonly EtcdMemberHealth[],
  node: Node,
  { writer, etcd }: Door,
): Promise<EtcdMemberHealth | undefined> {
  const refusal = refuseRemoval(members, peerUrlOf(node));
  if (refusal !== undefined) throw failure('EtcdQuorumAtRisk', refusal);
  const member = members.find(({ id }) => id === findMember(members, node)?.id);
  const heir = members.find(({ id, healthy, isLearner }) => id !== member?.id && healthy && !isLearner);
  if (member?.isLeader === true && heir !== undefined) {
    report(`moving the lead of etcd to ${heir.name}`);
    await moveLeader(session, writer, { leader: member.endpoint, id: heir.id, ...(etcd && { access: etcd }) });
  }
  return member;
}

async function awaitQuorum(
  { report, signal }: ControlPlaneAccess,
  node: Node,
  look: () => Promise<readonly EtcdMemberHealth[]>,
): Promise<void> {
  const deadlineMs = Date.now() + SETTLE_MS;
  for (;;) {
    const members = await look();
    const isGone = findMember(members, node) === undefined;
    if (isGone && hasQuorum(members)) return;
    const state = members.map(({ name, healthy }) => `${name} ${healthy ? 'healthy' : 'not healthy'}`).join(', ');
    if (Date.now() > deadlineMs) throw failure('EtcdUnhealthy', `without ${node.name} etcd is not well: ${state}`);
    report(`etcd settles: ${state}`);
    await sleep(POLL_MS, undefined, { signal });
  }
}
