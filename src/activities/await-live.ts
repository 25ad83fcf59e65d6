import { startKubelet } from '../remote/kubeadm/run-kubelet';
import type { KubeadmNode } from './kubeadm-node';

/** Whoever has the lock writes for seconds, or is an operation that is waited for by retrying. */
const START_LOCK_WAIT_SECONDS = 30;

/** Starts the kubelet, which systemd does in the background. */
export async function ensureKubelet(on: KubeadmNode): Promise<void> {
  on.report('starting the kubelet');
  await startKubelet(on.session, { verb: 'start-kubelet', fence: on.fence, lockWaitSeconds: START_LOCK_WAIT_SECONDS });
}

/**
 * Polls, one long round trip after the other, until what is waited for has come; false when it has not within
 * `patienceSeconds`.
 */
export async function awaitLive(
  on: KubeadmNode,
  what: string,
  patienceSeconds: number,
  poll: () => Promise<boolean>,
): Promise<boolean> {
  const startedAtMs = Date.now();
  for (;;) {
    on.signal.throwIfAborted();
    const waitedSeconds = Math.round((Date.now() - startedAtMs) / 1000);
    on.report(waitedSeconds === 0 ? `waiting for ${what}` : `waiting for ${what}, ${waitedSeconds} s now`);
    if (await poll()) return true;
    if (Date.now() - startedAtMs > patienceSeconds * 1000) return false;
  }
}
