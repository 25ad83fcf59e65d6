import type { EtcdMember } from '../facts';
import type { AnsweringLook, EtcdLook, EtcdRecovery, LostMember, LostQuorum } from '../lost-quorum';

type Words = Pick<LostQuorum, 'cause' | 'fix' | 'losses'>;

export interface Loss {
  readonly recovery: EtcdRecovery;
  readonly looks: readonly EtcdLook[];
  readonly survivor: AnsweringLook;
  readonly voters: readonly EtcdMember[];
  /** Those of the voters whose etcd answers. */
  readonly answering: readonly EtcdMember[];
  /** Every write that was agreed on is in the log of one that answers. */
  readonly isWhole: boolean;
}

const MAX_SILENCE_LENGTH = 200;

/** A lost quorum in words for whoever must decide what becomes of it. */
export function describeLoss(loss: Loss): Words {
  const { recovery, looks, survivor, voters, answering } = loss;
  const { lastWriteAtMs } = survivor.view;
  const answers = answering.map(({ name }) => name).join(', ');
  const silent = recovery.removed.filter(({ id }) => !answering.some((member) => member.id === id));
  const since = lastWriteAtMs === undefined ? '' : `; last written at ${new Date(lastWriteAtMs).toISOString()}`;
  const silences = silent.map((member) => describeLost(member, looks)).join('; ');
  return {
    cause: `etcd has lost its quorum: of ${voters.length} voting members ${answering.length} ${answering.length === 1 ? 'answers' : 'answer'} (${answers}); ${silences}${since}`,
    fix: describeFix(recovery, silent),
    losses: [
      { node: recovery.survivor, items: [describeWrites(loss), ...describeSurvival(recovery)] },
      ...recovery.removed.map((member) => ({ node: member.node, items: describeRemoval(member, looks) })),
    ],
  };
}

/** A recovery that was cut off, perhaps with etcd stopped: there is nothing left to decide but to end it. */
export function describeBegun({ survivor, removed }: EtcdRecovery): Words {
  return {
    cause: `a recovery of etcd with ${survivor} alone has begun and not come to its end`,
    fix: 'Approve it again: it goes on from where it stopped.',
    losses: [
      { node: survivor, items: ['the recovery that was approved goes on from where it stopped'] },
      ...removed.map((member) => ({ node: member.node, items: describeRemoval(member, []) })),
    ],
  };
}

/** Who does not answer, and why. */
export function describeSilence(looks: readonly EtcdLook[]): string {
  return looks
    .flatMap(({ node, silence }) => (silence === undefined ? [] : [`${node}: ${shorten(silence)}`]))
    .join('; ');
}

function describeLost({ node }: LostMember, looks: readonly EtcdLook[]): string {
  const look = looks.find((each) => each.node === node);
  if (look === undefined) return `${node} is not in the cluster file`;
  return `${node} does not (${shorten(look.silence ?? 'no reason given')})`;
}

function describeFix({ survivor }: EtcdRecovery, silent: readonly LostMember[]): string {
  const lost = silent.map(({ node }) => node).join(', ');
  return (
    `Bring ${lost} back with the data that was there, which loses nothing: power it on, mend its network or its etcd; ` +
    `the run then goes on by itself. Only if it is lost for good, and off, approve: etcd goes on with ${survivor} alone.`
  );
}

/** Source: etcd's bootstrap with `--force-new-cluster` keeps what the member knows to be committed, and drops the rest. */
function describeWrites({ survivor, isWhole, voters, answering }: Loss): string {
  const at = `as far as ${survivor.node} knows them to be agreed on (raft index ${survivor.view.raftIndex})`;
  if (isWhole)
    return `writes are kept ${at}; of those in the last moment before the loss, one heartbeat of etcd, some may be dropped`;
  return `writes are kept ${at}; those that only the other members held are lost: ${voters.length - answering.length} of ${voters.length} could agree without it, and nobody can tell how far it was behind`;
}

function describeSurvival({ survivor }: EtcdRecovery): string[] {
  return [
    `etcd on ${survivor} is stopped, its data is copied to /var/lib/slipway/etcd-backups, and it starts again as the only member`,
    'the API server answers again after that; pods that run are not touched',
  ];
}

function describeRemoval({ id, node, isLearner }: LostMember, looks: readonly EtcdLook[]): string[] {
  const look = looks.find((each) => each.node === node);
  const gone = `its etcd ${isLearner ? 'learner' : 'member'} ${id} and its Node are removed`;
  if (look?.view !== undefined) return [gone, `${node} answers, and is cut off: wipe it, then install it again`];
  if (look?.hasData === false) return [gone, 'the machine there is new: it joins again by itself'];
  const beware =
    'it must never start again with the data that it has: two clusters would run under one name. Wipe it first';
  if (look?.hasData === true)
    return [gone, `the machine answers and still has its data: mend etcd there instead. ${beware}`];
  return [gone, beware];
}

function shorten(text: string): string {
  return text.length > MAX_SILENCE_LENGTH ? `${text.slice(0, MAX_SILENCE_LENGTH)}…` : text;
}
