import type { Session } from '../../ssh/session';
import { raw, sh, shLines } from '../../ssh/shell';
import { garbledAnswer } from '../check-steps';
import { type Writer } from '../guard';
import { askAt } from '../kubeadm/live-polls';
import { ProbeAnswers } from '../probe/answers';
import { probeLibrary } from '../probe/machine-script';
import { fingerprintCa } from '../probe/read-kubernetes';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { runGuarded } from '../run-guarded';
import { type Epoch, parseEpoch } from './epoch';
import { ISSUED_DIRECTORY, JOIN_CONFIG_MAP } from './places';

/** A file on tmpfs and two requests to the API, behind the node’s lock. */
const LOOK_TIMEOUT_MS = 60_000;

/** What the cluster says of its current epoch. */
export interface CurrentEpoch {
  readonly epoch: number;
  readonly holder: string;
  /** For compare-and-swap. */
  readonly resourceVersion: string;
}

/** What one control plane knows of join material. `epoch` is secret. */
export interface MaterialLook {
  /** Absent before the second epoch: the first is made by init itself. */
  readonly current?: CurrentEpoch;
  /** The newest that this node holds. */
  readonly epoch?: Epoch;
  /** Its token's Secret is in the API. */
  readonly hasToken: boolean;
  /** The Secret kubeadm-certs is in the API. */
  readonly hasCertificates: boolean;
  readonly caHash: string;
  /** The node's clock, Unix time. */
  readonly nowSeconds: number;
}

/** Thrown when a control plane cannot be asked for join material now; another one may be. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
  readonly node: string;

  constructor(node: string, cause: string) {
    super(`${node} cannot issue join material: ${cause}`);
    this.node = node;
  }
}

/**
 * Looks at join material on a control plane, behind any issuing that is under way there; one round trip.
 * Errors: IssuerUnavailable, SshError, RemoteError as `runGuarded`.
 */
export async function lookAtMaterial(session: Session, address: string, writer: Writer): Promise<MaterialLook> {
  const nonce = createNonce();
  const result = await runGuarded(session, writer, composeLook(address, nonce), { timeoutMs: LOOK_TIMEOUT_MS });
  const answers = new ProbeAnswers(readAnswers(result.stdout, nonce));
  if (!answers.has('end')) throw garbledAnswer(session.node, 'the look at join material', result.stderr);
  if (!answers.has('live')) throw new IssuerUnavailable(session.node, 'its API server does not answer');
  const caHash = fingerprintCa(answers.text('ca'));
  if (caHash === undefined) throw new IssuerUnavailable(session.node, '/etc/kubernetes/pki/ca.crt cannot be read');
  const current = readCurrent(answers.text('current'));
  const epoch = parseEpoch(answers.text('epoch'));
  return {
    ...(current && { current }),
    ...(epoch && { epoch }),
    hasToken: answers.text('token') === '200',
    hasCertificates: answers.text('certificates') === '200',
    caHash,
    nowSeconds: Number(answers.text('now')),
  };
}

function composeLook(address: string, nonce: string) {
  const secrets = '/api/v1/namespaces/kube-system/secrets';
  return shLines([
    protocolLibrary(nonce),
    probeLibrary,
    sh`
${raw(askAt(address))}
date +%s | tell now
[ "$(api /livez)" = 200 ] && tell_each live yes
tell_file ca "$pki/ca.crt"
[ "$(api ${`/api/v1/namespaces/kube-system/configmaps/${JOIN_CONFIG_MAP}`})" = 200 ] && tell_file current "$body"
newest=$(ls ${ISSUED_DIRECTORY} 2>/dev/null | sed -n 's/^epoch-//p' | sort -n | tail -n 1)
if [ -n "$newest" ]; then
  tell_file epoch ${ISSUED_DIRECTORY}/epoch-"$newest"
  id=$(cut -d ' ' -f 2 ${ISSUED_DIRECTORY}/epoch-"$newest" | cut -c 1-6)
  tell_each token "$(api ${secrets}/bootstrap-token-"$id")"
fi
tell_each certificates "$(api ${secrets}/kubeadm-certs)"
tell_each end yes`,
  ]);
}

function readCurrent(text: string): CurrentEpoch | undefined {
  if (text === '') return undefined;
  const { metadata, data } = JSON.parse(text) as {
    metadata: { resourceVersion: string };
    data?: { epoch?: string; holder?: string };
  };
  return { epoch: Number(data?.epoch ?? 1), holder: data?.holder ?? '', resourceVersion: metadata.resourceVersion };
}
