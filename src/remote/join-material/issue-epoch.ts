import type { Session } from '../../ssh/session';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import { type Writer } from '../guard';
import { askAt } from '../kubeadm/live-polls';
import { RUNTIME_DIRECTORY } from '../places';
import { redact } from '../redact';
import { runGuarded } from '../run-guarded';
import { type Epoch, formatEpoch, tokenId } from './epoch';
import { IssuerUnavailable } from './look-at-material';
import { epochFile, ISSUED_DIRECTORY, JOIN_CONFIG_MAP } from './places';

/** Two minutes for the lock, then two runs of kubeadm against the API. */
const ISSUE_TIMEOUT_MS = 180_000;

const CONFLICT_EXIT = 76;
const CONFIG_MAPS = '/api/v1/namespaces/kube-system/configmaps';

export interface EpochInput {
  readonly epoch: Epoch;
  /** Of the ConfigMap that the epoch follows; absent: there is none yet. */
  readonly resourceVersion?: string;
  /** For `kubeadm init phase upload-certs`, with the epoch's certificate key; absent: certificates stay as they are. */
  readonly uploadConfig?: string;
  readonly address: string;
}

/**
 * Afterwards the API holds the epoch's token and, where asked for, the certificates under its key, and this node keeps
 * both on tmpfs. False: another issuer was faster, so look again. Errors: IssuerUnavailable, SshError, RemoteError.
 */
export async function issueEpoch(session: Session, writer: Writer, input: EpochInput): Promise<boolean> {
  const result = await runGuarded(session, writer, composeIssue(session.node, input), { timeoutMs: ISSUE_TIMEOUT_MS });
  if (result.exitCode === CONFLICT_EXIT) return false;
  if (result.exitCode === 0) return true;
  const said = redact(`${result.stdout}\n${result.stderr}`).trim().split('\n').slice(-4).join(' / ');
  throw new IssuerUnavailable(session.node, said.slice(0, 600) || `it ended with ${result.exitCode}`);
}

function composeIssue(holder: string, { epoch, resourceVersion, uploadConfig, address }: EpochInput): ShellText {
  const body = JSON.stringify(describeConfigMap(holder, epoch, resourceVersion));
  const isFirst = resourceVersion === undefined;
  return shLines([
    sh`
umask 077
${raw(askAt(address))}
# send METHOD PATH BODY: prints the HTTP status
send() { as_whom_may send_as "$@"; }
send_as() {
  printf %s "$4" | "$1" -m 10 -X "$2" -H 'Content-Type: application/json' --data-binary @- "$server$3"
}
# want CODE WHAT STATUS
want() {
  [ "$3" != "$1" ] || return 0
  [ "$3" != 409 ] || exit ${CONFLICT_EXIT}
  echo "the API server answered $3 to $2"
  exit 1
}
mkdir -p -m 0700 -- ${RUNTIME_DIRECTORY} ${ISSUED_DIRECTORY}
want ${isFirst ? '201' : '200'} 'the new epoch' "$(send ${isFirst ? 'POST' : 'PUT'} ${isFirst ? CONFIG_MAPS : `${CONFIG_MAPS}/${JOIN_CONFIG_MAP}`} ${body})"
printf %s ${formatEpoch(epoch)} >${epochFile(epoch.epoch)}
want 201 'the new token' "$(send POST /api/v1/namespaces/kube-system/secrets ${JSON.stringify(describeToken(epoch))})"`,
    ...(uploadConfig === undefined ? [] : [composeUpload(uploadConfig)]),
  ]);
}

function composeUpload(config: string): ShellText {
  return sh`
config=$(mktemp ${RUNTIME_DIRECTORY}/upload-XXXXXX) || exit
trap 'rm -f -- "$body" "$config"' EXIT
printf %s ${config} >"$config"
kubeadm init phase upload-certs --upload-certs --skip-certificate-key-print --config "$config" || exit 1`;
}

function describeConfigMap(holder: string, epoch: Epoch, resourceVersion: string | undefined) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: JOIN_CONFIG_MAP,
      namespace: 'kube-system',
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    data: {
      epoch: String(epoch.epoch),
      holder,
      tokenId: tokenId(epoch.token),
      tokenExpiresAt: toIso(epoch.tokenExpiresAtSeconds),
      certificateKeyExpiresAt: toIso(epoch.certificateKeyExpiresAtSeconds),
    },
  };
}

/** A bootstrap token as kubeadm makes it; `kubeadm token list` shows it. */
function describeToken({ epoch, token, tokenExpiresAtSeconds }: Epoch) {
  const id = tokenId(token);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'bootstrap.kubernetes.io/token',
    metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' },
    stringData: {
      description: `slipway epoch ${epoch}`,
      'token-id': id,
      'token-secret': token.slice(7),
      expiration: toIso(tokenExpiresAtSeconds),
      'usage-bootstrap-authentication': 'true',
      'usage-bootstrap-signing': 'true',
      'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
    },
  };
}

/** Without milliseconds, as kubeadm writes it. */
function toIso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
