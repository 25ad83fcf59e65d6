import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from '../config/cluster';
import { etcdNodes } from '../config/nodes';
import { decideMembers } from '../plan/etcd/decide-members';
import type { MemberLook } from '../plan/etcd/member-look';
import type { EtcdMove } from '../plan/etcd/move';
import type { Fence } from '../plan/fence';
import { peerUrlOf } from '../plan/membership';
import { addLearner, MembershipRefused, promoteLearner, removeMemberThrough } from '../remote/etcd/change-members';
import { lookAtMember, ownAccess } from '../remote/etcd/look-at-member';
import {
  certifyMember,
  makeAuthority,
  readAuthority,
  settleMember,
  startMember,
  writeAuthority,
  writeStart,
} from '../remote/etcd/prepare-member';
import type { Writer } from '../remote/guard';
import { clientUrlOf } from '../catalog/etcd/access';
import type { ActivityFrame } from './activity-frame';
import { writerOf } from './control-plane-access';
import { failure } from './failures';
import { mapBounded } from './map-bounded';
import { nodeOf } from './ssh-target';

const AT_ONCE = 7;
/** Between looks while the members elect, catch up or start. */
const PAUSE_MS = 1_000;
/** What has not come by then is a failure, which has the patience of `spec.patience.etcdSeconds`. */
const LONGEST_IDLE_MS = 30_000;

/**
 * Every node with the role `etcd` has a healthy voting member, as the members themselves say; what was done, in words.
 * Observes, decides, makes one move, and observes again. Errors: ApplicationFailure `EtcdUnhealthy`,
 * `NodeStateRefused`, `OperationFailed`; those of the nodes' locks and fences.
 */
export async function driveMembers(frame: ActivityFrame, fence: Fence): Promise<readonly string[]> {
  const nodes = etcdNodes(frame.cluster);
  const done: string[] = [];
  for (let idleSinceMs = Date.now(); ;) {
    frame.signal.throwIfAborted();
    const move = decideMembers(nodes, await lookAtAll(frame, nodes));
    if (move.move === 'none') return done;
    if (move.move === 'refuse') throw failure('NodeStateRefused', `${move.cause}. ${move.nextAction}`);
    const obstacle = move.move === 'wait' ? move.cause : await tryMove(frame, fence, move);
    // The same move again: it has changed nothing, as with a unit that ends as soon as it starts.
    const isRepeated = describeMove(move) === done.at(-1);
    if (obstacle === undefined && !isRepeated) {
      done.push(describeMove(move));
      frame.heartbeat.overcome();
      idleSinceMs = Date.now();
      continue;
    }
    const cause = obstacle ?? `in vain: ${describeMove(move)}; see \`journalctl -u etcd\` there`;
    if (Date.now() - idleSinceMs > LONGEST_IDLE_MS) throw failure('EtcdUnhealthy', cause);
    frame.report(cause);
    await sleep(PAUSE_MS, undefined, { signal: frame.signal });
  }
}

/** As each node sees itself. Errors: SshError, RemoteError `garbled-answer`. */
export function lookAtAll(frame: ActivityFrame, nodes: readonly Node[]): Promise<readonly MemberLook[]> {
  return mapBounded(nodes, AT_ONCE, async (node) =>
    lookAtMember(await frame.openSession(node.name), clientUrlOf(node), frame.signal),
  );
}

/** What etcd says against the move for now; undefined once it is made. */
async function tryMove(frame: ActivityFrame, fence: Fence, move: EtcdMove): Promise<string | undefined> {
  frame.report(describeMove(move));
  try {
    await make(frame, fence, move);
    return undefined;
  } catch (error) {
    if (error instanceof MembershipRefused) return error.message;
    throw error;
  }
}

async function make(frame: ActivityFrame, fence: Fence, move: EtcdMove): Promise<void> {
  const writer = writerOf(describeMove(move), fence);
  const on = (node: string) => frame.openSession(node);
  const each = (names: readonly string[], work: (node: string) => Promise<void>) =>
    mapBounded(names, AT_ONCE, work).then(() => undefined);
  switch (move.move) {
    case 'make-ca':
      return makeAuthority(await on(move.node), writer);
    case 'copy-ca': {
      const authority = await readAuthority(await on(move.from), writer);
      return each(move.nodes, async (node) => writeAuthority(await on(node), writer, authority));
    }
    case 'certify':
      return each(move.nodes, async (node) => {
        const { address } = nodeOf(frame.cluster, node);
        await certifyMember(await on(node), writer, { node, address });
      });
    case 'found': {
      const start = { state: 'new', token: randomUUID(), initialCluster: move.initialCluster } as const;
      return each(move.nodes, async (node) => writeStart(await on(node), writer, start));
    }
    case 'invite': {
      const start = { state: 'existing', token: randomUUID(), initialCluster: move.initialCluster } as const;
      return writeStart(await on(move.node), writer, start);
    }
    case 'start':
      return each(move.nodes, async (node) => startMember(await on(node), writer));
    case 'settle':
      return each(move.nodes, async (node) => settleMember(await on(node), writer));
    default:
      return change(frame, writer, move);
  }
}

async function change(frame: ActivityFrame, writer: Writer, move: EtcdMove): Promise<void> {
  if (!('through' in move)) return;
  const session = await frame.openSession(move.through);
  const access = ownAccess(clientUrlOf(nodeOf(frame.cluster, move.through)));
  if (move.move === 'add') await addLearner(session, writer, access, peerUrlOf(nodeOf(frame.cluster, move.node)));
  if (move.move === 'promote') await promoteLearner(session, writer, access, move.member);
  if (move.move === 'remove') await removeMemberThrough(session, writer, access, move.member.id);
}

/** As a person reads it in the heartbeat, and whoever waits for a node's lock. */
function describeMove(move: EtcdMove): string {
  switch (move.move) {
    case 'make-ca':
      return `make the CA of etcd on ${move.node}`;
    case 'copy-ca':
      return `copy the CA of etcd from ${move.from} to ${move.nodes.join(', ')}`;
    case 'certify':
      return `make certificates for the members on ${move.nodes.join(', ')}`;
    case 'found':
      return `found etcd on ${move.nodes.join(', ')}`;
    case 'start':
      return `start etcd on ${move.nodes.join(', ')}`;
    case 'add':
      return `add a learner for ${move.node}`;
    case 'invite':
      return `tell ${move.node} whom its member finds`;
    case 'promote':
      return `promote the member ${move.member.name}`;
    case 'remove':
      return `remove the member ${move.member.name || move.member.peerUrl}: ${move.why}`;
    case 'settle':
      return `settle the members on ${move.nodes.join(', ')}`;
    default:
      return 'look at etcd';
  }
}
