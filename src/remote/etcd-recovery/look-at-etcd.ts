import type { EtcdLook, EtcdRecovery, EtcdView } from '../../plan/lost-quorum';
import { raw, sh, shLines } from '../../ssh/shell';
import type { Session } from '../../ssh/session';
import { garbledAnswer } from '../check-steps';
import { ProbeAnswers } from '../probe/answers';
import { askEtcd, localEtcd } from '../probe/kubernetes-script';
import { probeLibrary } from '../probe/machine-script';
import { readMembers } from '../probe/read-kubernetes';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { APPROVED_FILE } from './places';

/** Two requests to etcd on the same machine, each with a limit of seconds. */
const TIMEOUT_MS = 30_000;

/**
 * What the control plane at `address` knows of etcd by itself: answers that need no quorum, in one round trip. Changes
 * nothing. Errors: SshError, RemoteError `garbled-answer`.
 */
export async function lookAtEtcd(session: Session, address: string, signal?: AbortSignal): Promise<EtcdLook> {
  const nonce = createNonce();
  const url = localEtcd(address);
  const script = shLines([
    protocolLibrary(nonce),
    probeLibrary,
    sh`
pki=/etc/kubernetes/pki
[ -z "$(ls -A /var/lib/etcd/member 2>/dev/null)" ] || tell_each data yes
[ ! -e ${APPROVED_FILE} ] || tell_file begun ${APPROVED_FILE}
stat -c %Y /var/lib/etcd/member/wal/*.wal 2>/dev/null | sort -n | tail -n 1 | tell written
if [ -e "$pki/etcd/healthcheck-client.crt" ]; then
  ${raw(askEtcd(url, 'status', '{}'))} | tell status
  ${raw(askEtcd(url, 'list', '{}'))} | tell members
fi
tell_each end yes`,
  ]);
  const result = await session.run(script, { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) });
  const answers = new ProbeAnswers(readAnswers(result.stdout, nonce));
  if (!answers.has('end')) throw garbledAnswer(session.node, 'the look at etcd', result.stderr);
  const hasData = answers.has('data');
  const view = readView(answers);
  const begun = parseJson(answers.text('begun')) as EtcdRecovery | undefined;
  return {
    node: session.node,
    hasData,
    ...(view === undefined ? { silence: hasData ? 'etcd does not answer' : 'there is no etcd' } : { view }),
    ...(begun === undefined ? {} : { begun }),
  };
}

/** 64-bit numbers are strings in the gateway's JSON; what is zero is left out. */
interface GatewayStatus {
  readonly header?: { readonly member_id?: string };
  readonly leader?: string;
  readonly raftTerm?: string;
  readonly raftIndex?: string;
}

function readView(answers: ProbeAnswers): EtcdView | undefined {
  const members = readMembers(answers.text('members'));
  const status = parseJson(answers.text('status')) as GatewayStatus | undefined;
  const memberId = status?.header?.member_id;
  if (members === undefined || memberId === undefined) return undefined;
  const { leader = '0', raftTerm = '0', raftIndex = '0' } = status ?? {};
  const writtenSeconds = Number(answers.text('written'));
  return {
    memberId: BigInt(memberId).toString(16),
    members,
    ...(leader === '0' ? {} : { leaderId: BigInt(leader).toString(16) }),
    raftTerm: Number(raftTerm),
    raftIndex: Number(raftIndex),
    ...(writtenSeconds > 0 ? { lastWriteAtMs: writtenSeconds * 1000 } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
