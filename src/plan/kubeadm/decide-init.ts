import type { KubernetesSupport } from '../../config/kubernetes-support';
import type { Addon, KubeadmState } from '../facts';
import type { KubeadmDecision } from './decision';
import { controlPlaneExceptions, findRepairs, halfSharedPairs, isStarted, isUntouched } from './leavings';
import { INIT_PHASES, type InitPhase } from './phases';

export interface InitContext {
  /** What the cluster file does without. */
  readonly leftOut: readonly Addon[];
  readonly support: KubernetesSupport;
}

const ADDONS: readonly Addon[] = ['coredns', 'kube-proxy'];
const BEFORE_UPLOAD = INIT_PHASES.slice(0, INIT_PHASES.indexOf('upload-config'));

/**
 * What an init does next on a node in this state, wherever an earlier one ended. An API server that should be up and
 * does not answer is waited for first (`isStarted`): this function takes its silence for "never came up".
 */
export function decideInit(state: KubeadmState, { leftOut, support }: InitContext): KubeadmDecision {
  const never = [...leftOut.map(phaseOf), ...phasesNeverRun(support)];
  if (isUntouched(state)) {
    return { move: 'init', skipPhases: never, ignorePreflightErrors: [], repairs: [] };
  }
  if (isInitialized(state, leftOut)) return { move: 'none' };
  const halves = halfSharedPairs(state);
  if (halves.length > 0 && (state.etcdData || state.apiServerLive)) return refuseHalves(halves);
  const repairs = findRepairs(state);
  // An addon is not applied twice: kubeadm refuses a CoreDNS that is newer than those it knows how to migrate.
  const applied = (state.addons ?? []).map(phaseOf);
  const isUploaded = state.kubeadmConfigUploaded === true && isStarted(state) && repairs.length === 0;
  return {
    move: 'resume',
    skipPhases: [...new Set([...(isUploaded ? BEFORE_UPLOAD : []), ...applied, ...never])],
    ignorePreflightErrors: isUploaded ? [] : controlPlaneExceptions(state),
    repairs,
    ...(state.addonsBegun?.includes('coredns') === true && { discards: ['deployment/coredns'] }),
  };
}

const phaseOf = (addon: Addon) => `addon/${addon}`;

/** The join command is the one thing of an init that nobody may read. A kubeadm without that phase is told by a flag. */
function phasesNeverRun({ hasJoinCommandPhase }: KubernetesSupport): InitPhase[] {
  return hasJoinCommandPhase ? ['show-join-command'] : [];
}

/**
 * The traces of the last phases are in the API. A cluster that has grown is not looked at so closely: an addon may have
 * been replaced since.
 */
export function isInitialized(state: KubeadmState, leftOut: readonly Addon[]): boolean {
  if (!state.kubeadmConfigUploaded || !state.nodeObject || state.nodeObject === 'absent') return false;
  if (hasGrown(state)) return true;
  const wanted = ADDONS.filter((addon) => !leftOut.includes(addon));
  return state.markedControlPlane === true && wanted.every((addon) => state.addons?.includes(addon));
}

/** Beyond its first node, which nobody joins before its init has ended. */
function hasGrown({ externalEtcd, members, nodeNames }: KubeadmState): boolean {
  return ((externalEtcd ? nodeNames : members)?.length ?? 0) > 1;
}

function refuseHalves(halves: readonly string[]): KubeadmDecision {
  return {
    move: 'refuse',
    cause: `${halves.join(', ')} in /etc/kubernetes/pki ${halves.length > 1 ? 'have' : 'has'} lost a half, and etcd holds data that depends on ${halves.length > 1 ? 'them' : 'it'}`,
    nextAction:
      'Put the missing files back from a backup or another control plane, then retry; or, where nothing of the cluster is to be kept, abort, take it down with `slipway reset`, and install again.',
  };
}
