import type { EtcdMember } from '../../plan/facts';
import type { Session } from '../../ssh/session';
import type { ShellText } from '../../ssh/shell';
import type { Writer } from '../guard';
import { readMembers } from '../probe/read-kubernetes';
import { runGuarded } from '../run-guarded';
import { askThrough, type EtcdAccess } from './access';

/** One request to etcd, behind the node's lock. */
const TIMEOUT_MS = 60_000;

/** etcd did not agree to a change of its members; it may a moment later. */
export class MembershipRefused extends Error {
  override readonly name = 'MembershipRefused';

  constructor(change: string, answer: string) {
    super(`etcd did not ${change}: ${answer.trim().slice(0, 300) || 'no endpoint answered'}`);
  }
}

/** Afterwards etcd has a learner with this peer URL. Errors: MembershipRefused, SshError, RemoteError as `runGuarded`. */
export async function addLearner(session: Session, writer: Writer, access: EtcdAccess, peerUrl: string): Promise<void> {
  const body = JSON.stringify({ peerURLs: [peerUrl], isLearner: true });
  const answer = await ask(session, writer, askThrough(access, 'add', body));
  const isThere = readMembers(answer)?.some((member) => member.peerUrl === peerUrl) === true;
  if (!isThere && !answer.includes('Peer URLs already exists')) throw new MembershipRefused('add a learner', answer);
}

/** Afterwards the member votes. Errors: as above; MembershipRefused also while the learner is behind. */
export async function promoteLearner(
  session: Session,
  writer: Writer,
  access: EtcdAccess,
  { id, name }: EtcdMember,
): Promise<void> {
  const answer = await ask(session, writer, askThrough(access, 'promote', toBody(id)));
  const votes = readMembers(answer)?.some((member) => member.id === id && !member.isLearner) === true;
  if (!votes) throw new MembershipRefused(`promote ${name}`, answer);
}

/** Afterwards etcd has no such member. Errors: as above. */
export async function removeMemberThrough(
  session: Session,
  writer: Writer,
  access: EtcdAccess,
  id: string,
): Promise<void> {
  const answer = await ask(session, writer, askThrough(access, 'remove', toBody(id)));
  const isGone = readMembers(answer)?.every((member) => member.id !== id) === true;
  // Somebody else removed it in the meantime.
  if (!isGone && !answer.includes('member not found')) throw new MembershipRefused(`remove member ${id}`, answer);
}

/** 64-bit numbers are strings in the gateway's JSON. */
function toBody(id: string): string {
  return JSON.stringify({ ID: BigInt(`0x${id}`).toString() });
}

async function ask(session: Session, writer: Writer, script: ShellText): Promise<string> {
  return (await runGuarded(session, writer, script, { timeoutMs: TIMEOUT_MS })).stdout;
}
