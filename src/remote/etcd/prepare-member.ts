import type { MemberStart } from '../../plan/etcd/member-look';
import { type ExecResult, type Session } from '../../ssh/session';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import type { Writer } from '../guard';
import { RUNTIME_DIRECTORY } from '../places';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { runGuarded } from '../run-guarded';
import { shellLibrary } from '../shell-library';
import { certificateLibrary } from './certificate-library';
import { ETCD_START_FILE, ETCD_UNIT } from './places';

/** A few keys and signatures, behind the node's lock. */
const TIMEOUT_MS = 120_000;

/** A script on a node of an external etcd ended badly. */
export class MemberNotPrepared extends Error {
  override readonly name = 'MemberNotPrepared';
  readonly node: string;

  constructor(node: string, task: string, { exitCode, stderr }: ExecResult) {
    super(`${node} could not ${task} (${exitCode}): ${stderr.trim().split('\n').slice(-3).join(' / ').slice(0, 400)}`);
    this.node = node;
  }
}

/** The CA of an external etcd. Its key is secret: it goes from node to node through one activity's memory alone. */
export interface EtcdAuthority {
  readonly certificate: string;
  readonly key: string;
}

/** Afterwards the node holds a CA: the one that was there, or a new one. Errors: MemberNotPrepared, as `runGuarded`. */
export async function makeAuthority(session: Session, writer: Writer): Promise<void> {
  await runTask(session, writer, 'make a CA for etcd', sh`make_ca`);
}

/** Errors: as above. */
export async function readAuthority(session: Session, writer: Writer): Promise<EtcdAuthority> {
  const nonce = createNonce();
  const tell = sh`${raw(protocolLibrary(nonce))}
has_ca || { echo 'it holds no CA' >&2; exit 1; }
answer authority "$(base64 -w 0 <"$ca")" "$(base64 -w 0 <"$ca_key")"`;
  const { stdout } = await runTask(session, writer, 'read its CA', tell);
  const fields = readAnswers(stdout, nonce).find(({ word }) => word === 'authority')?.fields ?? [];
  const [certificate = '', key = ''] = fields.map((field) => Buffer.from(field, 'base64').toString());
  return { certificate, key };
}

/** Afterwards the node holds this CA. Errors: as above. */
export async function writeAuthority(session: Session, writer: Writer, authority: EtcdAuthority): Promise<void> {
  const put = sh`printf %s ${authority.certificate} >"$work/ca.crt" && printf %s ${authority.key} >"$work/ca.key" && put_ca "$work"`;
  await runTask(session, writer, 'take the CA of etcd', put);
}

/** Afterwards the node has certificates of its CA for its member, made anew. Errors: as above. */
export async function certifyMember(
  session: Session,
  writer: Writer,
  { node, address }: { readonly node: string; readonly address: string },
): Promise<void> {
  const sans = `DNS:${node},DNS:localhost,IP:${address},IP:127.0.0.1,IP:::1`;
  const both = 'serverAuth,clientAuth';
  const issueAll = sh`
open_places && issue server ${node} "$etcd_owner" ${both} ${sans} && issue peer ${node} "$etcd_owner" ${both} ${sans} &&
  issue client slipway "$(self)" clientAuth`;
  await runTask(session, writer, 'make the certificates of its member', issueAll);
}

/** How the node's member starts while it has no data. Errors: as above. */
export async function writeStart(session: Session, writer: Writer, start: MemberStart): Promise<void> {
  const { state, token, initialCluster } = start;
  const content = `ETCD_INITIAL_CLUSTER_STATE=${state}\nETCD_INITIAL_CLUSTER_TOKEN=${token}\nETCD_INITIAL_CLUSTER=${initialCluster}\n`;
  const put = sh`printf %s ${content} | put_file ${ETCD_START_FILE} 0600 "$(self)"`;
  await runTask(session, writer, 'write down how its member starts', put);
}

/** Afterwards the node's member does not found an etcd any more, should its data be lost. Errors: as above. */
export async function settleMember(session: Session, writer: Writer): Promise<void> {
  const settle = sh`sed 's/^ETCD_INITIAL_CLUSTER_STATE=new$/ETCD_INITIAL_CLUSTER_STATE=existing/' ${ETCD_START_FILE} >"$work/start" &&
  put_file ${ETCD_START_FILE} 0600 "$(self)" <"$work/start"`;
  await runTask(session, writer, 'settle its member', settle);
}

/** The unit is told to start; it is not waited for, since a founding member waits for the others. Errors: as above. */
export async function startMember(session: Session, writer: Writer): Promise<void> {
  const start = sh`systemctl reset-failed ${ETCD_UNIT} 2>/dev/null
systemctl start --no-block ${ETCD_UNIT}`;
  await runTask(session, writer, 'start etcd', start);
}

/** Runs one task with the certificate functions and a directory of its own, `$work`, that goes away. */
export async function runTask(session: Session, writer: Writer, task: string, script: ShellText): Promise<ExecResult> {
  const whole = shLines([
    shellLibrary,
    certificateLibrary,
    sh`umask 077
mkdir -p -m 0700 -- ${RUNTIME_DIRECTORY}
work=$(mktemp -d ${RUNTIME_DIRECTORY}/etcd-XXXXXX) || exit
trap 'rm -rf -- "$work"' EXIT`,
    script,
  ]);
  const result = await runGuarded(session, writer, whole, { timeoutMs: TIMEOUT_MS });
  if (result.exitCode === 0) return result;
  throw new MemberNotPrepared(session.node, task, result);
}
