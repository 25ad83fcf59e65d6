import type { EtcdMember, KubeadmState } from '../../plan/facts';
import type { Session } from '../../ssh/session';
import { raw, sh, shLines } from '../../ssh/shell';
import { garbledAnswer } from '../check-steps';
import type { EtcdAccess } from '../etcd/access';
import type { Writer } from '../guard';
import { ProbeAnswers } from '../probe/answers';
import { askEtcd, listMembers, localEtcd, NODE_TABLE, nodePath } from '../probe/kubernetes-script';
import { probeLibrary } from '../probe/machine-script';
import { readMembers, readNode } from '../probe/read-kubernetes';
import { createNonce, protocolLibrary, readAnswers } from '../protocol';
import { runGuarded } from '../run-guarded';
import { askAt } from './live-polls';

/** Some requests to etcd and the API on the same machine, each with a limit of seconds. */
const TIMEOUT_MS = 60_000;

export interface PeerView {
  readonly members: readonly EtcdMember[];
  readonly nodeObject: NonNullable<KubeadmState['nodeObject']>;
}

/** A control plane cannot be asked about a node that joins; another one may be. */
export class PeerUnavailable extends Error {
  override readonly name = 'PeerUnavailable';
  readonly node: string;

  constructor(node: string, cause: string) {
    super(`${node} cannot be asked about the join: ${cause}`);
    this.node = node;
  }
}

/**
 * What a healthy control plane, at `address`, says of the node called `joiner`: etcd's members, and its Node. One round
 * trip. Errors: PeerUnavailable, SshError, RemoteError `garbled-answer`.
 */
export async function seeFromPeer(
  peer: Session,
  address: string,
  joiner: string,
  signal?: AbortSignal,
  externalEtcd?: EtcdAccess,
): Promise<PeerView> {
  const nonce = createNonce();
  const script = shLines([
    protocolLibrary(nonce),
    probeLibrary,
    sh`
${raw(askAt(address))}
tell_each node-status "$(api ${nodePath(joiner)} ${NODE_TABLE})"
tell_file node "$body"
${raw(listMembers(address, externalEtcd))} | tell members
tell_each end yes`,
  ]);
  const result = await peer.run(script, { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) });
  const answers = new ProbeAnswers(readAnswers(result.stdout, nonce));
  if (!answers.has('end')) throw garbledAnswer(peer.node, 'the look at etcd', result.stderr);
  const members = readMembers(answers.text('members'));
  const { nodeObject } = readNode(answers);
  if (members === undefined) throw new PeerUnavailable(peer.node, 'its etcd gave no member list');
  if (nodeObject === undefined) throw new PeerUnavailable(peer.node, 'its API server does not answer');
  return { members, nodeObject };
}

/** Afterwards etcd has no such member, seen in the list that the removal answers with. Errors: as above. */
export async function removeMember(peer: Session, address: string, writer: Writer, id: string): Promise<void> {
  const body = JSON.stringify({ ID: BigInt(`0x${id}`).toString() });
  const script = sh`pki=/etc/kubernetes/pki
${raw(askEtcd(localEtcd(address), 'remove', body))}`;
  const result = await runGuarded(peer, writer, script, { timeoutMs: TIMEOUT_MS });
  const members = readMembers(result.stdout.trim());
  const isGone = members !== undefined && !members.some((member) => member.id === id);
  // Somebody else removed it in the meantime.
  if (isGone || result.stdout.includes('member not found')) return;
  throw new PeerUnavailable(peer.node, `it did not remove member ${id}: ${result.stdout.trim().slice(0, 300)}`);
}
