import { condition, sleep } from '@temporalio/workflow';
import { PATIENCE } from './timeouts';

/** A timer's name; a person reads far less than the server takes. */
const MAX_SUMMARY_LENGTH = 150;

/** Something that a run waits for, with when that ends by itself. Workflows wait through one of these, and in no other way. */
export interface WaitingState {
  /** As people read it in docs/reference/patience.md. */
  readonly what: string;
  /** What ends it without a person; begins with `none` where nothing does. */
  readonly deadline: string;
  until(isOver: () => boolean): Promise<void>;
  /** False when the time was over first; `summary` names the timer in the Web UI. */
  untilOrFor(isOver: () => boolean, ms: number, summary: string): Promise<boolean>;
  pause(ms: number, summary: string): Promise<void>;
}

export const WAITING_STATES = {
  gate: state(
    'a person approves or rejects what destroys',
    '`spec.policies.gateSeconds`, then it is rejected; left out: none',
  ),
  parked: state(
    'a person says what becomes of a branch that cannot go on: retry, skip (a worker), abort',
    '`spec.policies.parkSeconds`, then the run fails; left out: none',
  ),
  noWorker: state(
    'a worker of the node’s site polls',
    `${PATIENCE.noWorkerRetry.limit / 1000} s, then it is tried again; with \`spec.policies.parkSeconds\` the run fails after those`,
  ),
  held: state('a person releases the run that a person holds', 'none: it was asked to stand'),
  stopping: state(
    'operations that run on nodes come to their end, after an abort, a cancellation or a failure of the run',
    'the limit of each operation: nothing new begins',
  ),
  handingOn: state(
    'what runs comes to its end, so that a new execution goes on where the history of this one has grown long',
    'the limits of the activities that run',
  ),
  place: state(
    'a place among the nodes that are worked on at a time (100 claims, 50 preparations, 50 joins; one member of a live cluster)',
    'none of its own: it ends with the work of another node, which has limits or parks',
  ),
  externalEtcd: state(
    'the machines of an external etcd are prepared, and it is up, before the first control plane',
    'none of its own: the work on its machines, and installExternalEtcd, have limits or park',
  ),
  apiServers: state(
    'every API server asks an external etcd where the file says, before nodes join',
    'none of its own: the work on each control plane has its limit, or parks',
  ),
  firstControlPlane: state(
    'the first control plane is up, before joins and the pod network',
    'none of its own: init has its limit, or parks',
  ),
  joinMaterial: state(
    'join material is issued; nodes that ask at the same time share one issue',
    'the limit of issueJoinMaterial, then it parks',
  ),
  etcdTurn: state(
    'the turn at etcd’s membership, which one node has at a time',
    'none of its own: it ends with the turn of another node, which has its limit or parks',
  ),
  etcdHealth: state('every member of etcd is healthy', '`spec.patience.etcdSeconds`, then it parks or the run fails'),
  etcdQuorum: state(
    'etcd has a quorum again, or a person approves that it goes on with one member',
    '`spec.policies.parkSeconds`, or `spec.policies.gateSeconds` if that is shorter, then the run fails; left out: none',
  ),
  nodesReady: state('every node is Ready', '`spec.patience.nodeReadySeconds`, then it parks or the run fails'),
  earlierWorkflow: state(
    'an earlier workflow of the same node ends, which was cancelled with its run',
    'none of its own: its operations have their limits',
  ),
} as const satisfies Record<string, WaitingState>;

export type WaitingStateName = keyof typeof WAITING_STATES;

function state(what: string, deadline: string): WaitingState {
  return {
    what,
    deadline,
    until: (isOver) => condition(isOver),
    untilOrFor: (isOver, ms, summary) =>
      condition(isOver, Math.max(1, ms), { summary: summary.slice(0, MAX_SUMMARY_LENGTH) }),
    pause: (ms, summary) => sleep(ms, { summary: summary.slice(0, MAX_SUMMARY_LENGTH) }),
  };
}
