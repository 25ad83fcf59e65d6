import type { EtcdMember } from './facts';

/** A member, and whether it takes part in decisions now. */
export interface Voter extends EtcdMember {
  readonly healthy: boolean;
}

const majorityOf = (voters: readonly unknown[]) => Math.floor(voters.length / 2) + 1;

export function hasQuorum(members: readonly Pick<Voter, 'isLearner' | 'healthy'>[]): boolean {
  const voters = members.filter(({ isLearner }) => !isLearner);
  return voters.filter(({ healthy }) => healthy).length >= majorityOf(voters);
}

/**
 * Why etcd cannot lose this member now without losing its quorum; undefined: it can. A learner, or one that is no member,
 * has no vote to lose, but even its removal has to be agreed on.
 */
export function refuseRemoval(members: readonly Voter[], peerUrl: string): string | undefined {
  const voters = members.filter(({ isLearner }) => !isLearner);
  const healthy = voters.filter((voter) => voter.healthy);
  if (!members.some((member) => member.peerUrl === peerUrl)) return undefined;
  if (!hasQuorum(voters)) {
    return `etcd has no quorum: ${healthy.length} of ${voters.length} members are healthy (${unhealthyOf(voters)})`;
  }
  const left = voters.filter((voter) => voter.peerUrl !== peerUrl);
  if (left.length === voters.length) return undefined;
  if (left.length === 0) return 'it is the last member of etcd';
  const healthyLeft = left.filter((voter) => voter.healthy);
  if (hasQuorum(left)) return undefined;
  return `etcd would lose its quorum: ${healthyLeft.length} of the ${left.length} members that stay ${left.length === 1 ? 'is' : 'are'} healthy (${unhealthyOf(left)})`;
}

function unhealthyOf(voters: readonly Voter[]): string {
  const names = voters.filter(({ healthy }) => !healthy).map(({ name, peerUrl }) => name || peerUrl);
  return `not ${names.join(', ')}`;
}
