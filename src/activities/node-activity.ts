import type { Node } from '../config/cluster';
import type { Fence } from '../plan/fence';
import { converge } from '../remote/converge';
import { followOperation, startOrAttach, type OperationInput, type OperationOutcome } from '../remote/operation';
import { RemoteError } from '../remote/errors';
import { isLostConnection } from '../remote/ssh-failure';
import type { StepReport } from '../resources/report';
import type { Step } from '../resources/resource';
import type { Session } from '../ssh/session';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import type { NodeTask } from './contract';
import { nodeOf } from './ssh-target';

/** What an activity on one node has at hand. */
export interface NodeFrame extends ActivityFrame {
  readonly node: Node;
  readonly fence: Fence;
  /** Dialled when the activity began; commands on it dial again when the connection has died since. */
  readonly session: Session;
  /** As `converge` in mode `apply`, taken up again over a new connection when the old one dies. */
  readonly converge: (steps: readonly Step[]) => Promise<readonly StepReport[]>;
  /**
   * Starts the operation or attaches to it, and follows it to its end: also through lost connections, and in the next
   * attempt when this one dies, which then gets this operation's outcome. Errors: as `startOrAttach` and
   * `followOperation`.
   */
  readonly operate: (input: Omit<OperationInput, 'cluster' | 'fence' | 'resume'>) => Promise<OperationOutcome>;
}

/** Runs the body of an activity on one node; see `runActivity`. */
export function runNodeActivity<Result>(
  dependencies: ActivityDependencies,
  { cluster, node: name, fence }: NodeTask,
  body: (frame: NodeFrame) => Promise<Result>,
): Promise<Result> {
  return runActivity(dependencies, { cluster, node: name }, async (frame) => {
    const session = await frame.openSession(name);
    return body({
      ...frame,
      node: nodeOf(cluster, name),
      fence,
      session,
      converge: (steps) => whileConnectionsDie(frame, (onPoll) => convergeIn(frame, session, steps, { fence, onPoll })),
      operate: (input) =>
        whileConnectionsDie(frame, (onPoll) =>
          operateIn(frame, session, { ...input, cluster: cluster.metadata.name, fence }, onPoll),
        ),
    });
  });
}

/** Lost connections in a row, without a word from an operation between, that one attempt bears. */
const LOST_IN_A_ROW = 3;

/**
 * Only for work that may be taken up again from its beginning, whatever the node did when the connection died. It calls
 * `onPoll` whenever the node has told of an operation of its own: that one has a time limit, a word of anything else has
 * none, and a command that kills every connection is to be given up.
 */
async function whileConnectionsDie<Result>(
  frame: ActivityFrame,
  work: (onPoll: () => void) => Promise<Result>,
): Promise<Result> {
  let lost = 0;
  const onPoll = () => {
    lost = 0;
    frame.heartbeat.overcome('NodeUnreachable');
  };
  for (;;) {
    try {
      return await work(onPoll);
    } catch (error) {
      lost += 1;
      if (!isLostConnection(error) || lost >= LOST_IN_A_ROW) throw error;
      frame.abandoned.throwIfAborted();
      frame.report(`the connection was lost; connecting again (${lost} of ${LOST_IN_A_ROW - 1})`);
    }
  }
}

async function convergeIn(
  { cluster, heartbeat, signal, abandoned }: ActivityFrame,
  session: Session,
  steps: readonly Step[],
  { fence, onPoll }: { readonly fence: Fence; readonly onPoll: () => void },
): Promise<readonly StepReport[]> {
  const reports = await converge(session, steps, {
    mode: 'apply',
    cluster: cluster.metadata.name,
    fence,
    signal,
    abandoned,
    onPoll,
    onProgress: ({ step, line }) => heartbeat.update(line === undefined ? { step } : { step, line }),
  });
  if (reports.some(({ changed }) => changed)) heartbeat.overcome();
  return reports;
}

async function operateIn(
  { heartbeat, signal, abandoned }: ActivityFrame,
  session: Session,
  input: OperationInput,
  onPoll: () => void,
): Promise<OperationOutcome> {
  const known = heartbeat.details.operation;
  if (known === undefined) signal.throwIfAborted();
  const { id, how } = await startOrAttach(session, known === undefined ? input : { ...input, resume: known.id });
  const fromOffset = known?.id === id ? known.offset : 0;
  heartbeat.update({ step: input.verb, line: `${how} ${id}`, operation: { id, offset: fromOffset } });
  try {
    const outcome = await followOperation(session, id, {
      fromOffset,
      ...(input.tailBytes !== undefined && { tailBytes: input.tailBytes }),
      signal: abandoned,
      onPoll,
      onOutput: (text, offset) => heartbeat.update({ line: lastLine(text), operation: { id, offset } }),
    });
    // Seen: the next attempt shall not take this outcome for that of an operation of its own.
    heartbeat.update({ operation: undefined });
    if (outcome.exitCode === 0) heartbeat.overcome();
    return outcome;
  } catch (error) {
    if (error instanceof RemoteError && error.kind !== 'garbled-answer') heartbeat.update({ operation: undefined });
    throw error;
  }
}

function lastLine(text: string): string {
  return (text.trimEnd().split('\n').at(-1) ?? '').slice(0, 300);
}
