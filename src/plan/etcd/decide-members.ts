import type { Node } from '../../config/cluster';
import type { EtcdMember } from '../facts';
import { findMember, peerUrlOf } from '../membership';
import { refuseRemoval } from '../quorum';
import { decideCertificates } from './decide-certificates';
import type { MemberLook } from './member-look';
import type { EtcdMove } from './move';

/** A node of the file, with what was seen of it. */
interface Seat {
  readonly node: Node;
  readonly look: MemberLook;
}

/**
 * What an external etcd needs next, so that every node of the file has a healthy voting member. One change of the
 * membership at a time, a removal only where the quorum is kept; data that is there is never started anew.
 */
export function decideMembers(nodes: readonly Node[], looks: readonly MemberLook[]): EtcdMove {
  const seats = nodes.flatMap((node): Seat[] => {
    const look = looks.find((each) => each.node === node.name);
    return look === undefined ? [] : [{ node, look }];
  });
  const certificates = decideCertificates(seats.map(({ look }) => look));
  if (certificates !== undefined) return certificates;
  const members = seats.find(({ look }) => look.members !== undefined)?.look.members;
  return members === undefined ? decideUnanswered(seats) : decideMembership(seats, members);
}

/** No member knows of a quorum: etcd is still to be founded, or it was and does not answer now. */
function decideUnanswered(seats: readonly Seat[]): EtcdMove {
  const initialCluster = seats.map(({ node }) => `${node.name}=${peerUrlOf(node)}`).join(',');
  const [first] = seats;
  const isFounded = ({ look: { start } }: Seat) =>
    start?.state === 'new' && start.token === first?.look.start?.token && start.initialCluster === initialCluster;
  if (seats.every(isFounded)) return startIdle(seats) ?? waitFor('the members elect their first leader');
  // Whoever was a settled member and has no data now has lost it: that is no reason to found another etcd.
  const isFresh = ({ look: { hasData, start } }: Seat) => !hasData && start?.state !== 'existing';
  if (seats.every(isFresh)) return { move: 'found', nodes: namesOf(seats), initialCluster };
  const withData = seats.filter(({ look }) => look.hasData);
  return (
    startIdle(withData) ??
    waitFor(
      `etcd has no quorum: ${withData.length} of ${seats.length} nodes hold the data of a member (${namesOf(withData).join(', ') || 'none'}). Bring the others back with their data, or restore a snapshot; nothing is founded anew over what may still be there`,
    )
  );
}

function decideMembership(seats: readonly Seat[], members: readonly EtcdMember[]): EtcdMove {
  const [learner] = members.filter(({ isLearner, name }) => isLearner || name === '');
  if (learner !== undefined) return bringIn(seats, members, learner);
  const known = seats.flatMap((seat) => {
    const member = findMember(members, seat.node);
    return member === undefined ? [] : [{ ...seat, member }];
  });
  const idle = startIdle(known.filter(({ look }) => look.hasData));
  if (idle !== undefined) return idle;
  const lost = known.find(({ look }) => !look.hasData);
  if (lost !== undefined) return removeLost(seats, members, lost);
  const silent = known.filter(({ look }) => !look.isHealthy);
  if (silent.length > 0) return waitFor(`not healthy: ${namesOf(silent).join(', ')}`);
  const absent = seats.find(({ node }) => findMember(members, node) === undefined);
  if (absent !== undefined) return addAbsent(seats, absent);
  const unsettled = seats.filter(({ look }) => look.start?.state === 'new');
  return unsettled.length > 0 ? { move: 'settle', nodes: namesOf(unsettled) } : { move: 'none' };
}

/** From a learner that was added to one that votes. */
function bringIn(seats: readonly Seat[], members: readonly EtcdMember[], learner: EtcdMember): EtcdMove {
  const seat = seats.find(({ node }) => peerUrlOf(node) === learner.peerUrl);
  const through = answeringNode(seats, seat?.node.name);
  if (seat === undefined) return { move: 'remove', through, member: learner, why: 'no node of the file runs it' };
  const { node, look } = seat;
  if (!look.hasData) {
    const initialCluster = members
      .map(({ id, name, peerUrl }) => `${id === learner.id ? node.name : name}=${peerUrl}`)
      .join(',');
    const isInvited = look.start?.state === 'existing' && look.start.initialCluster === initialCluster;
    if (!isInvited) return { move: 'invite', node: node.name, initialCluster };
  } else if (learner.name === '' && !look.isRunning && look.start?.state !== 'existing') return refuseData(node.name);
  if (!look.isRunning) return { move: 'start', nodes: [node.name] };
  if (learner.name === '') return waitFor(`${node.name} starts its member`);
  return { move: 'promote', through, member: learner };
}

/** It has voted once, and its data is gone: started anew under its old id it would vote from an empty log. */
function removeLost(
  seats: readonly Seat[],
  members: readonly EtcdMember[],
  { node, member }: Seat & { readonly member: EtcdMember },
): EtcdMove {
  const isHealthy = ({ peerUrl }: EtcdMember) =>
    seats.some((seat) => peerUrlOf(seat.node) === peerUrl && seat.look.isHealthy);
  const voters = members.map((each) => ({ ...each, healthy: isHealthy(each) }));
  const refusal = refuseRemoval(voters, peerUrlOf(node));
  const cause = `the data of ${node.name}'s member is gone, and it cannot be replaced now: ${refusal}`;
  if (refusal !== undefined)
    return { move: 'refuse', cause, nextAction: 'Bring the members that are named back first.' };
  const through = answeringNode(seats, node.name);
  return { move: 'remove', through, member, why: 'the data of its machine is gone' };
}

function addAbsent(seats: readonly Seat[], { node, look }: Seat): EtcdMove {
  if (look.hasData) return refuseData(node.name);
  return { move: 'add', through: answeringNode(seats, node.name), node: node.name };
}

function refuseData(node: string): EtcdMove {
  return {
    move: 'refuse',
    cause: `/var/lib/etcd on ${node} holds the data of a member that etcd does not know`,
    nextAction: `Reset ${node} (\`slipway reset --node ${node}\`) when nothing on it is needed, then install again.`,
  };
}

function startIdle(seats: readonly Seat[]): EtcdMove | undefined {
  const idle = seats.filter(({ look }) => !look.isRunning);
  return idle.length === 0 ? undefined : { move: 'start', nodes: namesOf(idle) };
}

function waitFor(cause: string): EtcdMove {
  return { move: 'wait', cause };
}

function namesOf(seats: readonly Seat[]): string[] {
  return seats.map(({ node }) => node.name);
}

/** A node whose member answers: another one than the node that is changed. */
function answeringNode(seats: readonly Seat[], changed: string | undefined): string {
  const answering = seats.filter(({ look }) => look.members !== undefined);
  return (answering.find(({ node }) => node.name !== changed) ?? answering[0])?.node.name ?? '';
}
