import type { EtcdMember } from '../../plan/facts';
import type { MemberLook, MemberStart } from '../../plan/etcd/member-look';
import type { Session } from '../../ssh/session';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import { garbledAnswer } from '../check-steps';
import { ProbeAnswers } from '../probe/answers';
import { probeLibrary } from '../probe/machine-script';
import { readMembers } from '../probe/read-kubernetes';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { askThrough, curlWith, type EtcdAccess } from './access';
import { certificateLibrary } from './certificate-library';
import { ETCD_DATA, ETCD_PKI, ETCD_START_FILE, ETCD_UNIT } from './places';

/** Two requests to etcd on the same machine, each with a limit of seconds. */
const TIMEOUT_MS = 30_000;

/** How a node asks its own member, whose client URL this is. */
export function ownAccess(clientUrl: string): EtcdAccess {
  return {
    endpoints: [clientUrl],
    caFile: `${ETCD_PKI}/ca.crt`,
    certificateFile: `${ETCD_PKI}/client.crt`,
    keyFile: `${ETCD_PKI}/client.key`,
  };
}

/**
 * What the session's node has of an external etcd and what its member knows; one round trip, nothing changed. Errors:
 * SshError, RemoteError `garbled-answer`.
 */
export async function lookAtMember(session: Session, clientUrl: string, signal?: AbortSignal): Promise<MemberLook> {
  const nonce = createNonce();
  const script = shLines([protocolLibrary(nonce), probeLibrary, tellMember(clientUrl), sh`tell_each end yes`]);
  const result = await session.run(script, { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) });
  const answers = new ProbeAnswers(readAnswers(result.stdout, nonce));
  if (!answers.has('end')) throw garbledAnswer(session.node, 'the look at etcd', result.stderr);
  return readMember(session.node, answers);
}

/** Tells what `readMember` reads. Needs `probeLibrary`. */
export function tellMember(clientUrl: string): ShellText {
  const access = ownAccess(clientUrl);
  const address = new URL(clientUrl).hostname.replaceAll(/[[\]]/g, '');
  return sh`
${raw(certificateLibrary)}
if command -v openssl >/dev/null && has_ca; then
  openssl x509 -noout -fingerprint -sha256 -in "$ca" | tell etcd-ca
  good=yes
  for pair in server peer; do is_good_pair "$ca" ${ETCD_PKI}/$pair.crt ${ETCD_PKI}/$pair.key ${address} || good=no; done
  is_good_pair "$ca" ${access.certificateFile} ${access.keyFile} || good=no
  tell_each etcd-certificates "$good"
fi
[ -z "$(ls -A ${ETCD_DATA} 2>/dev/null)" ] || tell_each etcd-member-data yes
[ ! -s ${ETCD_START_FILE} ] || tell_file etcd-start ${ETCD_START_FILE}
limited systemctl is-active ${ETCD_UNIT} | tell etcd-unit
if [ -e ${access.certificateFile} ]; then
  ${raw(askThrough(access, 'list', '{}'))} | tell etcd-members
  ${raw(curlWith(access))} ${`${clientUrl}/health`} 2>/dev/null | tell etcd-health
fi`;
}

export function readMember(node: string, answers: ProbeAnswers): MemberLook {
  const ca = readFingerprint(answers.text('etcd-ca'));
  const start = readStart(answers.lines('etcd-start'));
  const members: readonly EtcdMember[] | undefined = readMembers(answers.text('etcd-members'));
  return {
    node,
    ...(ca === undefined ? {} : { ca }),
    hasCertificates: answers.text('etcd-certificates') === 'yes',
    hasData: answers.has('etcd-member-data'),
    isRunning: ['active', 'activating', 'reloading'].includes(answers.text('etcd-unit')),
    ...(start === undefined ? {} : { start }),
    ...(members === undefined ? {} : { members }),
    isHealthy: /"health":\s*"true"/.test(answers.text('etcd-health')),
  };
}

/** Of `sha256 Fingerprint=AB:CD:…`. */
function readFingerprint(text: string): string | undefined {
  const digits = text.split('=')[1]?.replaceAll(':', '').toLowerCase();
  return digits !== undefined && /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

/** Undefined for anything but a whole file. */
function readStart(lines: readonly string[]): MemberStart | undefined {
  const values = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const state = values.get('ETCD_INITIAL_CLUSTER_STATE');
  const token = values.get('ETCD_INITIAL_CLUSTER_TOKEN');
  const initialCluster = values.get('ETCD_INITIAL_CLUSTER');
  if ((state !== 'new' && state !== 'existing') || token === undefined || initialCluster === undefined)
    return undefined;
  return { state, token, initialCluster };
}
