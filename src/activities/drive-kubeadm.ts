import { etcdAccessOf } from '../catalog/etcd/access';
import type { KubeadmDecision, KubeadmRun } from '../plan/kubeadm/decision';
import type { KubeadmState } from '../plan/facts';
import { STATE_CHANGED_EXIT } from '../remote/kubeadm/compose-kubeadm';
import { type ObservedKubernetes, observeKubernetes } from '../remote/kubeadm/observe-kubernetes';
import { digestInput } from '../remote/operation';
import { ensureKubelet } from './await-live';
import { failure } from './failures';
import { kubeadmFailure } from './kubeadm-failure';
import type { KubeadmNode } from './kubeadm-node';

/** A run that ends well and leaves the state wanting is run again; this often, and something else is wrong. */
const MAX_RUNS = 4;
/** What was waited for with success, and looked for in vain, is not waited for more often. */
const MAX_WAITS = 4;

export interface KubeadmDrive {
  readonly command: 'init' | 'join';
  /** Kebab-case; what the operation is called. */
  readonly verb: string;
  readonly timeoutSeconds: number;
  /** What to do in this state; the observation is fresh. May look elsewhere too. */
  readonly decide: (seen: ObservedKubernetes) => KubeadmDecision | Promise<KubeadmDecision>;
  /** The operation's script for a decided run. */
  readonly compose: (run: KubeadmRun, seen: ObservedKubernetes) => string;
  /** Waits for what the kubelet brings up once it runs; false: it did not come. */
  readonly settle: (seen: ObservedKubernetes) => Promise<boolean>;
}

export interface KubeadmOutcome {
  readonly move: 'init' | 'join' | 'resume' | 'none';
  /** The state in which nothing was left to do. */
  readonly state: KubeadmState;
}

/**
 * Observes, decides and runs until the decision is that nothing is left: what is done is told by the node's state, never
 * by an exit code. Errors: ApplicationFailure `KubeadmFailed`, `JoinMaterialStale`,
 * `NodeStateRefused`, `ApiServerUnavailable`; RemoteError.
 */
export async function driveKubeadm(on: KubeadmNode, drive: KubeadmDrive): Promise<KubeadmOutcome> {
  let first: KubeadmRun['move'] | undefined;
  for (let runs = 0, waits = 0; runs < MAX_RUNS;) {
    on.signal.throwIfAborted();
    on.report('looking at what is there');
    const seen = await observeKubernetes(on.session, on.node.address, on.signal, etcdAccessOf(on.cluster));
    assertAnswered(on, seen);
    const decision = await drive.decide(seen);
    if (decision.move === 'none') return { move: first ?? 'none', state: seen.state };
    if (decision.move === 'refuse') throw failure('NodeStateRefused', `${decision.cause}. ${decision.nextAction}`);
    if (decision.move === 'start-kubelet') {
      if (waits === MAX_WAITS) throw neverSettled(on, seen);
      await settle(on, drive, seen);
      waits += 1;
      continue;
    }
    on.report(`kubeadm ${drive.command} (${decision.move})`);
    const outcome = await run(on, drive, decision, seen);
    if (outcome.exitCode === STATE_CHANGED_EXIT) continue;
    if (outcome.exitCode !== 0) throw kubeadmFailure(drive.command, outcome);
    first ??= decision.move;
    runs += 1;
  }
  throw failure(
    'KubeadmFailed',
    `kubeadm ${drive.command} ended well ${MAX_RUNS} times and the node still wants something`,
  );
}

/** What is not there is made; what nobody could be asked about is looked for again. */
function assertAnswered({ node }: KubeadmNode, { state: { unanswered } }: ObservedKubernetes): void {
  if (unanswered === undefined) return;
  throw failure('ApiServerUnavailable', `the API server of ${node.name} is live, and has not answered ${unanswered}`);
}

/** Each wait has ended well: either the kubelet is gone again each time, or whoever is asked answers too slowly. */
function neverSettled({ node }: KubeadmNode, { state: { kubeletActive } }: ObservedKubernetes) {
  if (!kubeletActive) {
    return failure(
      'KubeadmFailed',
      'the kubelet was started again and again and does not stay up; see `journalctl -u kubelet` on the node',
    );
  }
  const said = `the API server has shown that ${node.name} came up, and does not answer the next question`;
  return failure('ApiServerUnavailable', said);
}

/** The decision is no part of the identity: whatever run of this verb is under way is waited for, not doubled. */
function run(on: KubeadmNode, drive: KubeadmDrive, decision: KubeadmRun, seen: ObservedKubernetes) {
  return on.operate({
    verb: drive.verb,
    inputDigest: digestInput(drive.verb, on.fence.clusterUid, on.node.name),
    script: drive.compose(decision, seen),
    timeoutSeconds: drive.timeoutSeconds,
  });
}

async function settle(on: KubeadmNode, drive: KubeadmDrive, seen: ObservedKubernetes): Promise<void> {
  if (!seen.state.kubeletActive) await ensureKubelet(on);
  if (await drive.settle(seen)) return;
  throw failure(
    'KubeadmFailed',
    'the kubelet runs and the node does not come up; see `journalctl -u kubelet` on the node',
  );
}
