import type { KubeadmState } from '../../plan/facts';
import type { Session } from '../../ssh/session';
import { sh, shLines } from '../../ssh/shell';
import { garbledAnswer } from '../check-steps';
import type { EtcdAccess } from '../etcd/access';
import { ProbeAnswers } from '../probe/answers';
import { tellKubernetes } from '../probe/kubernetes-script';
import { probeLibrary } from '../probe/machine-script';
import { readKubernetes } from '../probe/read-kubernetes';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { stateDigestLibrary } from './state-digest';

/** Some requests to etcd and the API on the same machine, each with a limit of seconds. */
const TIMEOUT_MS = 120_000;

export interface ObservedKubernetes {
  readonly state: KubeadmState;
  /** Of the files as they were just before the look; `composeKubeadm` refuses to run once it has changed. */
  readonly digest: string;
  /** The node's clock, Unix time. */
  readonly nowSeconds: number;
}

/** What kubeadm, the kubelet and etcd have on the session's node: one round trip. Errors: SshError, RemoteError. */
export async function observeKubernetes(
  session: Session,
  address: string,
  signal?: AbortSignal,
  externalEtcd?: EtcdAccess,
): Promise<ObservedKubernetes> {
  const nonce = createNonce();
  const script = shLines([
    protocolLibrary(nonce),
    probeLibrary,
    stateDigestLibrary,
    sh`date +%s | tell now`,
    sh`state_digest | tell digest`,
    tellKubernetes(session.node, address, externalEtcd),
    sh`tell_each end yes`,
  ]);
  const result = await session.run(script, { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) });
  const answers = new ProbeAnswers(readAnswers(result.stdout, nonce));
  if (!answers.has('end')) throw garbledAnswer(session.node, 'the look at Kubernetes', result.stderr);
  const state = readKubernetes(answers, { hasExternalEtcd: externalEtcd !== undefined });
  return { state, digest: answers.text('digest'), nowSeconds: Number(answers.text('now')) };
}
