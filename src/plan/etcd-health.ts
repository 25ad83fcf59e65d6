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

/** Why an etcd cluster is not what it should be, one sentence a problem; empty: healthy. */
export function etcdProblems(
  members: readonly EtcdMemberHealth[],
  controlPlanes: readonly string[],
): readonly string[] {
  const problems = members.flatMap(memberProblems);
  const names = new Set(members.map((member) => member.name));
  for (const controlPlane of controlPlanes) {
    if (!names.has(controlPlane)) problems.push(`control plane ${controlPlane} has no etcd member`);
  }
  for (const member of members) {
    if (member.name !== '' && !controlPlanes.includes(member.name)) {
      problems.push(`member ${member.name} (${member.id}) belongs to no control plane of the cluster file`);
    }
  }
  const hashes = new Set(members.flatMap((member) => (member.hashKv === undefined ? [] : [member.hashKv])));
  if (hashes.size > 1) problems.push(`members hold different data: ${[...hashes].join(', ')} at one revision`);
  if (members.length > 0 && !members.some((member) => member.isLeader)) problems.push('no member leads');
  return problems;
}

function memberProblems(member: EtcdMemberHealth): string[] {
  const title = member.name === '' ? `member ${member.id}` : `member ${member.name}`;
  return [
    ...(member.name === '' ? [`${title} (${member.peerUrl}) was added but never started`] : []),
    ...(member.isLearner ? [`${title} is still a learner`] : []),
    ...(member.healthy ? [] : [`${title} is not healthy: ${member.error ?? 'no answer'}`]),
  ];
}
