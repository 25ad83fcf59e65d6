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
      converge: (steps) => whileConnectionsDie(frame, () => convergeIn(frame, session, fence, steps)),
      operate: (input) =>
        whileConnectionsDie(frame, () =>
          operateIn(frame, session, { ...input, cluster: cluster.metadata.name, fence }),
        ),
    });
  });
}

/** Lost connections in a row, without anything going forward between, that one attempt bears. */
const LOST_IN_A_ROW = 3;

/** Only for work that may be taken up again from its beginning, whatever the node did when the connection died. */
async function whileConnectionsDie<Result>(frame: ActivityFrame, work: () => Promise<Result>): Promise<Result> {
  for (let lost = 1; ; lost += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLostConnection(error) || lost >= LOST_IN_A_ROW) throw error;
      frame.abandoned.throwIfAborted();
      frame.report(`the connection was lost; connecting again (${lost} of ${LOST_IN_A_ROW - 1})`);
    }
  }
}

async function convergeIn(
  { cluster, heartbeat, signal, abandoned }: ActivityFrame,
  session: Session,
  fence: Fence,
  steps: readonly Step[],
): Promise<readonly StepReport[]> {
  const reports = await converge(session, steps, {
    mode: 'apply',
    cluster: cluster.metadata.name,
    fence,
    signal,
    abandoned,
    onProgress: ({ step, line }) => heartbeat.update(line === undefined ? { step } : { step, line }),
  });
  if (reports.some(({ changed }) => changed)) heartbeat.overcome();
  return reports;
}

async function operateIn(
  { heartbeat, signal, abandoned }: ActivityFrame,
  session: Session,
  input: OperationInput,
): Promise<OperationOutcome> {
  const known = heartbeat.details.operation;
  if (known === undefined) signal.throwIfAborted();
  const { id, how } = await startOrAttach(session, known === undefined ? input : { ...input, resume: known.id });
  const fromOffset = known?.id === id ? known.offset : 0;
  heartbeat.update({ step: input.verb, line: `${how} ${id}`, operation: { id, offset: fromOffset } });
  try {
    const outcome = await followOperation(session, id, {
      fromOffset,
      signal: abandoned,
      onPoll: () => heartbeat.overcome('NodeUnreachable'),
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
