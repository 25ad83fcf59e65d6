import type { EtcdMember } from './facts';

/** One member with what its endpoint answered. */
export interface EtcdMemberHealth extends EtcdMember {
  readonly endpoint: string;
  readonly healthy: boolean;
  readonly error?: string;
  readonly tookMs?: number;
  readonly version?: string;
  readonly dbSizeBytes?: number;
  readonly isLeader?: boolean;
  readonly raftTerm?: number;
  readonly raftIndex?: number;
  readonly hashKv?: string;
}

/**
 * Why an etcd cluster is not what it should be, one sentence a problem; empty: healthy. `nodes` are to have a member each;
 * absent: they are somebody else's.
 */
export function etcdProblems(members: readonly EtcdMemberHealth[], nodes?: readonly string[]): readonly string[] {
  const problems = members.flatMap(memberProblems);
  if (nodes !== undefined) problems.push(...seatProblems(members, nodes));
  const hashes = new Set(members.flatMap((member) => (member.hashKv === undefined ? [] : [member.hashKv])));
  if (hashes.size > 1) problems.push(`members hold different data: ${[...hashes].join(', ')} at one revision`);
  if (members.length > 0 && !members.some((member) => member.isLeader)) problems.push('no member leads');
  return problems;
}

function seatProblems(members: readonly EtcdMemberHealth[], nodes: readonly string[]): string[] {
  const names = new Set(members.map((member) => member.name));
  const strangers = members.filter(({ name }) => name !== '' && !nodes.includes(name));
  return [
    ...nodes.filter((node) => !names.has(node)).map((node) => `${node} has no etcd member`),
    ...strangers.map(({ name, id }) => `member ${name} (${id}) belongs to no node of the cluster file`),
  ];
}

function memberProblems(member: EtcdMemberHealth): string[] {
  const title = member.name === '' ? `member ${member.id}` : `member ${member.name}`;
  return [
    ...(member.name === '' ? [`${title} (${member.peerUrl}) was added but never started`] : []),
    ...(member.isLearner ? [`${title} is still a learner`] : []),
    ...(member.healthy ? [] : [`${title} is not healthy: ${member.error ?? 'no answer'}`]),
  ];
}
