import { findMember, peerUrlOf } from '../plan/membership';
import {
  type ControlPlaneJoinContext,
  decideEtcdJoin,
  decideFinishJoin,
  decidePrepareJoin,
  findStaleMembers,
} from '../plan/kubeadm/decide-control-plane-join';
import { joinPhasesOf } from '../plan/kubeadm/phases';
import { tokenId } from '../remote/join-material/epoch';
import { pollApiServer } from '../remote/kubeadm/live-polls';
import { type PeerView, removeMember, seeFromPeer } from '../remote/kubeadm/see-from-peer';
import { awaitLive } from './await-live';
import { composeJoin } from './compose-join';
import type { JoinMaterial } from './contract';
import { driveKubeadm, type KubeadmDrive, type KubeadmOutcome } from './drive-kubeadm';
import { failure } from './failures';
import type { KubeadmNode } from './kubeadm-node';
import { type JoinSecretsText, openMaterial } from './open-material';
import { nodeOf } from './ssh-target';

const TIMEOUT_SECONDS = 1200;
const LOCK_WAIT_SECONDS = 120;

/** Certificates, kubeconfigs and manifests are on disk. Errors: as `driveKubeadm` and `openMaterial`. */
export async function drivePrepareJoin(on: KubeadmNode, material: JoinMaterial): Promise<KubeadmOutcome> {
  const { secrets, context } = await begin(on, material);
  return driveKubeadm(on, {
    ...joinDrive(on, secrets, 'kubeadm-join-prepare'),
    decide: ({ state }) => decidePrepareJoin(state, context),
    settle: async () => true,
  });
}

/**
 * The node's etcd member votes, as a healthy control plane says. Members that stood in the way are gone.
 * Errors: as above, EtcdUnreachable.
 */
export async function driveEtcdJoin(on: KubeadmNode, material: JoinMaterial): Promise<KubeadmOutcome> {
  const { secrets, context } = await begin(on, material);
  const joiner = { name: on.node.name, peerUrl: peerUrlOf(on.node) };
  const outcome = await driveKubeadm(on, {
    ...joinDrive(on, secrets, 'kubeadm-join-etcd'),
    decide: async ({ state }) => {
      const seen = await askPeer(on, material);
      const stale = findStaleMembers(state, joiner, seen.members);
      for (const member of stale) await removeStale(on, material, member);
      const members = seen.members.filter((member) => !stale.includes(member));
      return decideEtcdJoin(state, joiner, { ...seen, members }, context);
    },
    settle: () => awaitApiServer(on),
  });
  const { members } = await askPeer(on, material);
  if (findMember(members, on.node)?.isLearner === false) return outcome;
  throw failure('EtcdUnhealthy', `${material.issuer} does not see ${on.node.name} as a voting member of etcd`);
}

/** The node is registered and marked as a control plane, and its API server answers. Errors: as above. */
export async function driveFinishJoin(on: KubeadmNode, material: JoinMaterial): Promise<KubeadmOutcome> {
  const { secrets, context } = await begin(on, material);
  return driveKubeadm(on, {
    ...joinDrive(on, secrets, 'kubeadm-join-finish'),
    decide: async ({ state }) => {
      const seen = await askPeer(on, material);
      return decideFinishJoin(state, seen, { ...context, tokenId: tokenId(secrets.token) });
    },
    settle: () => awaitApiServer(on),
  });
}

async function begin(on: KubeadmNode, material: JoinMaterial) {
  const secrets = await openMaterial(on, material);
  const context: ControlPlaneJoinContext = {
    caHash: secrets.caHash,
    phases: joinPhasesOf(on.cluster.spec.kubernetes.version),
  };
  return { secrets, context };
}

function joinDrive(
  on: KubeadmNode,
  secrets: JoinSecretsText,
  verb: string,
): Pick<KubeadmDrive, 'command' | 'verb' | 'timeoutSeconds' | 'compose'> {
  return {
    command: 'join',
    verb,
    timeoutSeconds: TIMEOUT_SECONDS,
    compose: (run, seen) => composeJoin(on, secrets, run, seen),
  };
}

async function askPeer(on: KubeadmNode, { issuer }: JoinMaterial): Promise<PeerView> {
  const session = await on.openSession(issuer);
  return seeFromPeer(session, nodeOf(on.cluster, issuer).address, on.node.name, on.signal);
}

async function removeStale(on: KubeadmNode, { issuer }: JoinMaterial, member: PeerView['members'][number]) {
  on.report(`removing the stale etcd member ${member.name || member.id} (${member.peerUrl})`);
  const session = await on.openSession(issuer);
  const writer = { verb: 'remove-etcd-member', fence: on.fence, lockWaitSeconds: LOCK_WAIT_SECONDS };
  await removeMember(session, nodeOf(on.cluster, issuer).address, writer, member.id);
}

function awaitApiServer(on: KubeadmNode): Promise<boolean> {
  const { session, node, signal, cluster } = on;
  return awaitLive(on, 'its API server', cluster.spec.patience.apiServerSeconds, () =>
    pollApiServer(session, node.address, signal),
  );
}
