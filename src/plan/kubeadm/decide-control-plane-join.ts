import type { KubernetesSupport } from '../../config/kubernetes-support';
import type { EtcdMember, KubeadmState } from '../facts';
import type { KubeadmDecision, Repair } from './decision';
import { type JoinContext, refuseForeignCa } from './decide-worker-join';
import {
  controlPlaneExceptions,
  findRepairs,
  hasKubeconfig,
  hasKubeletIdentity,
  isPrepared,
  isStarted,
  isUntouched,
  joinExceptions,
} from './leavings';
import { type JoinPhases, phasesOutside } from './phases';

export interface ControlPlaneJoinContext extends JoinContext {
  readonly phases: JoinPhases;
}

/** What a healthy control plane says of the node that joins. */
export interface SeenByPeer {
  readonly members: readonly EtcdMember[];
  readonly nodeObject: 'absent' | 'not-ready' | 'ready';
}

/** Who joins, as etcd knows it. */
export interface Joiner {
  readonly name: string;
  readonly peerUrl: string;
}

/** The part before the etcd turn: certificates, kubeconfigs, manifests. `none` where it has nothing to do. */
export function decidePrepareJoin(state: KubeadmState, context: ControlPlaneJoinContext): KubeadmDecision {
  const { phases } = context;
  const skipPhases = phasesOutside(phases, phases.parts.prepare);
  if (phases.parts.prepare.length === 0) return { move: 'none' };
  if (isUntouched(state)) return { move: 'join', skipPhases, ignorePreflightErrors: [], repairs: [] };
  const foreign = refuseForeignCa(state, context);
  if (foreign) return foreign;
  const repairs = findRepairs(state);
  if (isPrepared(state) && repairs.length === 0) return { move: 'none' };
  return { move: 'resume', skipPhases, ignorePreflightErrors: exceptionsOf(state, repairs, context), repairs };
}

/** Members that must be gone before the joiner may be added. Removing them is a healthy peer's to do. */
export function findStaleMembers(
  state: KubeadmState,
  joiner: Joiner,
  members: readonly EtcdMember[],
  { resumesEtcdMember }: Pick<KubernetesSupport, 'resumesEtcdMember'>,
): readonly EtcdMember[] {
  return members.filter((member) => {
    const isOwn = member.peerUrl === joiner.peerUrl;
    // Another node's learner: its join died in its turn, and etcd takes one learner at a time.
    if (!isOwn) return member.name === joiner.name || member.isLearner;
    // Announced by a kubeadm that would announce it again, and be refused.
    if (!isStartedMember(member)) return !resumesEtcdMember;
    // It has started once, and its data is gone: started anew, it would vote from an empty log.
    return !state.etcdData;
  });
}

/**
 * The etcd turn, after `findStaleMembers` have been removed: `seen` no longer holds them. A member that votes already
 * is not promoted again, since kubeadm's attempt fails after two minutes. A whole join is over once the node is marked,
 * which is the last thing that it does.
 */
export function decideEtcdJoin(
  state: KubeadmState,
  joiner: Joiner,
  seen: SeenByPeer,
  context: ControlPlaneJoinContext,
): KubeadmDecision {
  const { phases } = context;
  const { isMember, isVoter } = findSeat(state, joiner, seen);
  const hasKubelet = isKubeletStarted(state, seen);
  if (isVoter && hasKubelet && phases.parts.prepare.length > 0) return startKubelet(state);
  const isMarked = seen.nodeObject === 'ready' && state.markedControlPlane === true;
  if (isVoter && isStarted(state) && isMarked) return startKubelet(state);
  const foreign = refuseForeignCa(state, context);
  if (foreign) return foreign;
  const repairs = [...findRepairs(state), ...(isMember ? [] : findDeadData(state))];
  const wanted = phases.parts.etcd.filter((phase) => {
    if (phase === 'check-etcd') return !isMember;
    if (phase === 'kubelet-start') return !hasKubelet;
    return phase !== phases.etcdJoin || !isVoter;
  });
  const isNested = isVoter && phases.etcdJoin.includes('/');
  return {
    move: isUntouchedByEtcd(state) ? 'join' : 'resume',
    skipPhases: [...phasesOutside(phases, wanted), ...(isNested ? [phases.etcdJoin] : [])],
    ignorePreflightErrors: wanted.includes('preflight') ? exceptionsOf(state, repairs, context) : [],
    repairs,
  };
}

/**
 * The rest: the node registers and is marked. `tokenId` names the token at hand; a kubelet that was given another one,
 * and has no certificate yet, is given this one.
 */
export function decideFinishJoin(
  state: KubeadmState,
  seen: Pick<SeenByPeer, 'nodeObject'>,
  { phases, tokenId }: ControlPlaneJoinContext & { readonly tokenId: string },
): KubeadmDecision {
  const isRegistered = seen.nodeObject !== 'absent' && state.nodeObject !== undefined && state.nodeObject !== 'absent';
  const isMarked = isRegistered && state.markedControlPlane === true;
  if (isMarked && state.apiServerLive && hasKubeletIdentity(state)) return startKubelet(state);
  if (phases.parts.finish.length === 0) return { move: 'start-kubelet' };
  const needsToken = !hasKubeletIdentity(state) && state.bootstrapTokenId !== tokenId;
  return {
    move: 'resume',
    skipPhases: phasesOutside(phases, [...(needsToken ? ['kubelet-start'] : []), ...phases.parts.finish]),
    ignorePreflightErrors: [],
    repairs: [],
  };
}

/** Where etcd is external there is no member to be made: the joiner is as good as one. */
function findSeat(state: KubeadmState, { peerUrl }: Joiner, { members }: SeenByPeer) {
  const own = members.find((member) => member.peerUrl === peerUrl);
  const isExternal = state.externalEtcd === true;
  const isVoter = own !== undefined && !own.isLearner && isStartedMember(own);
  return { isMember: isExternal || own !== undefined, isVoter: isExternal || isVoter };
}

function startKubelet(state: KubeadmState): KubeadmDecision {
  return { move: state.kubeletActive ? 'none' : 'start-kubelet' };
}

/** The kubelet has its configuration and a way in; where the Node is Ready, kubeadm refuses to start it again. */
function isKubeletStarted(state: KubeadmState, { nodeObject }: SeenByPeer): boolean {
  const hasCredential = hasKubeletIdentity(state) || hasKubeconfig(state, 'bootstrap-kubelet.conf');
  return state.kubeletConfig && hasCredential && (state.kubeletActive || nodeObject === 'ready');
}

/** A member gives itself its name when it starts; before 1.29 it votes from the moment it is announced. */
function isStartedMember({ name }: EtcdMember): boolean {
  return name !== '';
}

function isUntouchedByEtcd(state: KubeadmState): boolean {
  return !state.kubeletConfig && !state.etcdData && !state.manifests.includes('etcd.yaml');
}

/** What a member that the cluster has removed left: started again, it would never be let in. */
function findDeadData(state: KubeadmState): Repair[] {
  const why = 'the cluster has no member of this node any more';
  return [
    ...(state.manifests.includes('etcd.yaml') ? [{ path: '/etc/kubernetes/manifests/etcd.yaml', why }] : []),
    ...(state.etcdData ? [{ path: '/var/lib/etcd/member', why }] : []),
  ];
}

function exceptionsOf(state: KubeadmState, repairs: readonly Repair[], { support }: JoinContext): string[] {
  const isGone = (id: string) =>
    repairs.some(({ path }) => id === `FileAvailable-${path.replaceAll('/', '-')}`) ||
    (id === 'DirAvailable--var-lib-etcd' && repairs.some(({ path }) => path === '/var/lib/etcd/member'));
  return [...joinExceptions(state, repairs, support), ...controlPlaneExceptions(state)].filter((id) => !isGone(id));
}
