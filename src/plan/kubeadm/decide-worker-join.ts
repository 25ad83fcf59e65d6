import type { KubernetesSupport } from '../../config/kubernetes-support';
import type { KubeadmState } from '../facts';
import type { KubeadmDecision } from './decision';
import { findCutFiles, hasKubeletIdentity, isUntouched, joinExceptions, kubeletExceptions } from './leavings';

export interface JoinContext {
  /** SHA-256 of the cluster CA's public key, hex. */
  readonly caHash: string;
  readonly support: KubernetesSupport;
}

/** What a worker's join does next on a node in this state. */
export function decideWorkerJoin(state: KubeadmState, context: JoinContext): KubeadmDecision {
  if (isUntouched(state)) return { move: 'join', skipPhases: [], ignorePreflightErrors: [], repairs: [] };
  const foreign = refuseForeignCa(state, context);
  if (foreign) return foreign;
  if (hasKubeletIdentity(state) && state.kubeletConfig) {
    const isRegistered = state.nodeObject === 'ready' || state.nodeObject === 'not-ready';
    return { move: isRegistered && state.kubeletActive ? 'none' : 'start-kubelet' };
  }
  const repairs = findCutFiles(state);
  return {
    move: 'resume',
    skipPhases: [],
    ignorePreflightErrors: [...joinExceptions(state, repairs, context.support), ...kubeletExceptions(state)],
    repairs,
  };
}

/** A node that trusts another cluster's CA is another cluster's. */
export function refuseForeignCa(
  state: KubeadmState,
  { caHash }: Pick<JoinContext, 'caHash'>,
): KubeadmDecision | undefined {
  if (state.caFingerprint === undefined || state.caFingerprint === caHash) return undefined;
  return {
    move: 'refuse',
    cause: `/etc/kubernetes/pki/ca.crt (sha256:${state.caFingerprint.slice(0, 12)}…) is the CA of another cluster`,
    nextAction: 'Run install again and approve wiping what the earlier cluster left on the node.',
  };
}
