import { etcdAccessOf } from '../catalog/etcd/access';
import { kubernetesSupport } from '../config/kubernetes-support';
import { controlPlanes, hasExternalEtcd } from '../config/nodes';
import type { KubeadmState } from '../plan/facts';
import { findMember, peerUrlOf } from '../plan/membership';
import {
  type ControlPlaneJoinContext,
  decideEtcdJoin,
  decideFinishJoin,
  decidePrepareJoin,
  findStaleMembers,
  type Joiner,
} from '../plan/kubeadm/decide-control-plane-join';
import { joinPhasesOf } from '../plan/kubeadm/phases';
import { tokenId } from '../remote/join-material/epoch';
import { pollApiServer } from '../remote/kubeadm/live-polls';
import { observeKubernetes } from '../remote/kubeadm/observe-kubernetes';
import { type PeerView, removeMember, seeFromPeer } from '../remote/kubeadm/see-from-peer';
import type { Session } from '../ssh/session';
import { awaitLive } from './await-live';
import { composeJoin } from './compose-join';
import type { JoinMaterial } from './contract';
import { driveKubeadm, type KubeadmDrive, type KubeadmOutcome } from './drive-kubeadm';
import { failure } from './failures';
import type { KubeadmNode } from './kubeadm-node';
import { type JoinSecretsText, openMaterial } from './open-material';
import { nodeOf } from './ssh-target';

/** The longest of kubeadm’s own limits in one part of a join add up to some 12 minutes: TLS bootstrap, etcd’s member add, start and promotion, health of the components. */
const TIMEOUT_SECONDS = 1200;
/** The peer may be issuing join material. */
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
 * The node's etcd member votes, as a healthy control plane says, unless etcd is external. Members that stood in the way
 * are gone.
 * Errors: as above, PeerUnavailable.
 */
export async function driveEtcdJoin(on: KubeadmNode, material: JoinMaterial): Promise<KubeadmOutcome> {
  const { secrets, context } = await begin(on, material);
  const joiner = { name: on.node.name, peerUrl: peerUrlOf(on.node) };
  const outcome = await driveKubeadm(on, {
    ...joinDrive(on, secrets, 'kubeadm-join-etcd'),
    decide: async ({ state }) => {
      const peer = await askPeer(on, material);
      const members = await removeStale(on, peer, joiner, state);
      return decideEtcdJoin(state, joiner, { ...peer.seen, members }, context);
    },
    settle: () => awaitApiServer(on),
  });
  if (hasExternalEtcd(on.cluster)) return outcome;
  const { session, seen: last } = await askPeer(on, material);
  if (findMember(last.members, on.node)?.isLearner === false) return outcome;
  throw failure('EtcdUnhealthy', `${session.node} does not see ${on.node.name} as a voting member of etcd`);
}

/** The node is registered and marked as a control plane, and its API server answers. Errors: as above. */
export async function driveFinishJoin(on: KubeadmNode, material: JoinMaterial): Promise<KubeadmOutcome> {
  const { secrets, context } = await begin(on, material);
  return driveKubeadm(on, {
    ...joinDrive(on, secrets, 'kubeadm-join-finish'),
    decide: async ({ state }) => {
      const { seen } = await askPeer(on, material);
      return decideFinishJoin(state, seen, { ...context, tokenId: tokenId(secrets.token) });
    },
    settle: () => awaitApiServer(on),
  });
}

async function begin(on: KubeadmNode, material: JoinMaterial) {
  const secrets = await openMaterial(on, material);
  const { version } = on.cluster.spec.kubernetes;
  const context: ControlPlaneJoinContext = {
    caHash: secrets.caHash,
    phases: joinPhasesOf(version),
    support: kubernetesSupport(version),
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

interface Peer {
  readonly session: Session;
  readonly address: string;
  readonly seen: PeerView;
}

/** The first control plane that can be asked about the node: the one that issued the material, else another. */
async function askPeer(on: KubeadmNode, { issuer }: JoinMaterial): Promise<Peer> {
  const others = controlPlanes(on.cluster).map(({ name }) => name);
  const peers = [...new Set([issuer, ...others])].filter((name) => name !== on.node.name);
  const errors: unknown[] = [];
  for (const name of peers) {
    try {
      const session = await on.openSession(name);
      const { address } = nodeOf(on.cluster, name);
      return {
        session,
        address,
        seen: await seeFromPeer(session, address, on.node.name, on.signal, etcdAccessOf(on.cluster)),
      };
    } catch (error) {
      on.signal.throwIfAborted();
      errors.push(error);
    }
  }
  throw errors[0];
}

/** Afterwards etcd has no member that stands in the joiner's way; returns those that are left. */
async function removeStale(on: KubeadmNode, peer: Peer, joiner: Joiner, state: KubeadmState) {
  const { members } = peer.seen;
  // Members of an external etcd are no joiner's.
  if (hasExternalEtcd(on.cluster)) return members;
  const support = kubernetesSupport(on.cluster.spec.kubernetes.version);
  const isClear = findStaleMembers(state, joiner, members, support).length === 0;
  if (isClear) return members;
  // After its member the joiner is looked at again: where this attempt stood still, the next one may have started it.
  const { state: now } = await observeKubernetes(on.session, on.node.address, on.signal);
  const stale = findStaleMembers(now, joiner, members, support);
  const writer = { verb: 'remove-etcd-member', fence: on.fence, lockWaitSeconds: LOCK_WAIT_SECONDS };
  for (const { id, name, peerUrl } of stale) {
    on.report(`removing the stale etcd member ${name || id} (${peerUrl})`);
    await removeMember(peer.session, peer.address, writer, id);
  }
  return members.filter((member) => !stale.includes(member));
}

function awaitApiServer(on: KubeadmNode): Promise<boolean> {
  const { session, node, signal, cluster } = on;
  return awaitLive(on, 'its API server', cluster.spec.patience.apiServerSeconds, () =>
    pollApiServer(session, node.address, signal),
  );
}
