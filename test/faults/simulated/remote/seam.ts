import '../seeded-crypto';
import type { Fence } from '../../../../src/plan/fence';
import type { OperationInput } from '../../../../src/remote/operation';
import type { Session } from '../../../../src/ssh/session';
import { claim, forget, release } from '../model/guard';
import * as api from './api';
import * as facts from './facts';
import * as kubernetes from './kubernetes';
import { follow, programOf, startOperation } from './operations';
import { SimulatedSession } from './session';
import * as steps from './steps';

/** Each stands for the function of its name; the session says on which machine. */
const on =
  <Args extends unknown[], Result>(work: (session: SimulatedSession, ...args: Args) => Result) =>
  (session: Session, ...args: Args): Result => {
    if (session instanceof SimulatedSession) return work(session, ...args);
    throw new TypeError(`${session.node} is no machine of the simulated world`);
  };

/** Not hoisted: what this module imports itself is the real thing. */
function replace(module: string, functions: Readonly<Record<string, unknown>>): void {
  const path = `../../../../src/remote/${module}`;
  jest.doMock(path, () => ({ ...jest.requireActual<object>(path), ...functions }));
}

/** The timers of this process, which may be those of a virtual clock; Node's own are not. */
function sleep<T>(ms: number, value: T, { signal }: { readonly signal?: AbortSignal } = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(value), ms);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}

jest.doMock('node:timers/promises', () => ({
  ...jest.requireActual<object>('node:timers/promises'),
  setTimeout: sleep,
}));

/**
 * Puts functions of the simulated world in the place of what `src/activities` imports from `src/remote`: everything
 * that sends a script to a node. What is pure there (errors, redaction, identities, the loop of `converge`) stays.
 * To be imported before anything of `src/activities`.
 */
replace('apply-step', { applyStep: on(steps.applyStep) });
replace('check-steps', { checkSteps: on(steps.checkSteps) });
replace('probe', { probeNode: on(facts.probeNode) });
replace('static-facts', { probeStaticFacts: on(facts.probeStaticFacts) });
replace('probe-links', { probeLinks: on((session) => session.exec('probe links', async () => [])) });
replace('fence', {
  claimFence: on((session, fence: Fence, { takeOver = false }: { readonly takeOver?: boolean } = {}) =>
    session.exec('claim', (process) => claim(process, fence, takeOver)),
  ),
  forgetFence: on((session, fence: Fence) => session.exec('forget', (process) => forget(process, fence))),
  releaseFence: on((session, fence: Fence) => session.exec('release', (process) => release(process, fence))),
});
replace('operation', {
  startOrAttach: on((session, input: OperationInput) => startOperation(session, input, programOf(input))),
  followOperation: on(follow),
});
replace('wipe', { wipeScript: () => 'wipe' });
replace('kubeadm/compose-kubeadm', { composeKubeadm: JSON.stringify });
replace('kubeadm/observe-kubernetes', { observeKubernetes: on(kubernetes.observeKubernetes) });
replace('kubeadm/live-polls', {
  pollApiServer: on(kubernetes.pollApiServer),
  pollOwnNode: on(kubernetes.pollOwnNode),
});
replace('kubeadm/run-kubelet', { startKubelet: on(kubernetes.startKubelet) });
replace('kubeadm/see-from-peer', {
  seeFromPeer: on(kubernetes.seeFromPeer),
  removeMember: on(kubernetes.removeMember),
});
replace('join-material/look-at-material', { lookAtMaterial: on(kubernetes.lookAtMaterial) });
replace('join-material/issue-epoch', { issueEpoch: on(kubernetes.issueEpoch) });
replace('join-material/request-key', {
  ensureRequestKey: on(kubernetes.ensureRequestKey),
  readRequestKey: on(kubernetes.readRequestKey),
});
replace('kubectl', { kubectlOn: on(api.kubectlOn) });
replace('etcd-gateway', {
  listMembers: on(api.listMembers),
  askEndpoints: on(api.askEndpoints),
  askHashes: on(api.askHashes),
  moveLeader: on(api.moveLeader),
});
replace('smoke-dial', { dialProbes: on(api.dialProbes) });
