import { createHash } from 'node:crypto';
import type { Cluster } from '../config/cluster';
import { canonicalJson } from '../config/digest';
import type { EtcdMember } from './facts';
import { describeBegun, describeLoss, describeSilence } from './lost-quorum/words';
import { peerUrlOf } from './membership';

/** What was seen of etcd on one control plane, by that machine alone: none of it needs a quorum. */
export interface EtcdLook {
  readonly node: string;
  /** What its own etcd answered. */
  readonly view?: EtcdView;
  /** Why its etcd did not answer. */
  readonly silence?: string;
  /** Whether a member's data is on its disk; absent where the machine did not answer. */
  readonly hasData?: boolean;
  /** A recovery that was approved, has begun there and has not come to its end. */
  readonly begun?: EtcdRecovery;
}

/** etcd as one member knows it. */
export interface EtcdView {
  readonly memberId: string;
  readonly members: readonly EtcdMember[];
  /** The member that leads; absent: none does. */
  readonly leaderId?: string;
  readonly raftTerm: number;
  /** Of the last write that this member knows to be agreed on. */
  readonly raftIndex: number;
  /** When it last wrote to its log, Unix ms. */
  readonly lastWriteAtMs?: number;
}

/** etcd goes on with one member, and without the others: what a person approves. */
export interface EtcdRecovery {
  /** SHA-256 over everything below. */
  readonly digest: string;
  /** The control plane whose member goes on alone. */
  readonly survivor: string;
  readonly memberId: string;
  readonly removed: readonly LostMember[];
}

export interface LostMember {
  readonly id: string;
  /** The control plane that it ran on. */
  readonly node: string;
  readonly isLearner: boolean;
}

/** Whether etcd can decide anything. */
export type QuorumVerdict =
  | { readonly state: 'kept' }
  /** No member's etcd answers, so that nobody can tell. */
  | { readonly state: 'unknown'; readonly cause: string }
  | LostQuorum;

export interface LostQuorum {
  readonly state: 'lost';
  /** Which members answer, which do not and why, and since when, as a clause. */
  readonly cause: string;
  /** What to do, as sentences. */
  readonly fix: string;
  readonly recovery: EtcdRecovery;
  /** Control plane -> what a recovery does to it and what is lost with it. */
  readonly losses: readonly { readonly node: string; readonly items: readonly string[] }[];
}

/** A look at a control plane whose etcd answered. */
export type AnsweringLook = EtcdLook & { readonly view: EtcdView };

/**
 * Whether etcd has lost its quorum, and what going on with one member would mean. It has not while a member leads or
 * enough voters answer to elect one. Among several survivors the one that knows the newest write goes on.
 */
export function judgeQuorum(cluster: Cluster, looks: readonly EtcdLook[]): QuorumVerdict {
  const answers = looks.filter((look): look is AnsweringLook => look.view !== undefined);
  const begun = looks.find((look) => look.begun !== undefined);
  if (begun?.begun !== undefined) return { state: 'lost', recovery: begun.begun, ...describeBegun(begun.begun) };
  const ranked = answers.toSorted(byNewest);
  const [best] = ranked;
  if (best === undefined) return { state: 'unknown', cause: `no member of etcd answers: ${describeSilence(looks)}` };
  const voters = best.view.members.filter(({ isLearner }) => !isLearner);
  const isAnswering = ({ id }: EtcdMember) => answers.some(({ view }) => view.memberId === id);
  const answering = voters.filter(isAnswering);
  const majority = Math.floor(voters.length / 2) + 1;
  const hasLeader = answers.some(({ view }) => view.leaderId !== undefined);
  if (hasLeader || answering.length >= majority) return { state: 'kept' };
  const survivor = ranked.find(({ view }) => voters.some(({ id }) => id === view.memberId));
  if (survivor === undefined)
    return { state: 'unknown', cause: `no voting member of etcd answers: ${describeSilence(looks)}` };
  const recovery = decideRecovery(cluster, survivor);
  const isWhole = voters.length - answering.length < majority;
  return { state: 'lost', recovery, ...describeLoss({ recovery, looks, survivor, voters, answering, isWhole }) };
}

/** A later term has outvoted every earlier one. */
function byNewest({ view: a }: AnsweringLook, { view: b }: AnsweringLook): number {
  return b.raftTerm - a.raftTerm || b.raftIndex - a.raftIndex;
}

function decideRecovery(cluster: Cluster, { node, view }: AnsweringLook): EtcdRecovery {
  const nodeOf = ({ name, peerUrl }: EtcdMember) =>
    name || (cluster.spec.nodes.find((each) => peerUrlOf(each) === peerUrl)?.name ?? peerUrl);
  const removed = view.members
    .filter(({ id }) => id !== view.memberId)
    .map((member) => ({ id: member.id, node: nodeOf(member), isLearner: member.isLearner }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const approved = { survivor: node, memberId: view.memberId, removed };
  return { digest: createHash('sha256').update(canonicalJson(approved)).digest('hex'), ...approved };
}
