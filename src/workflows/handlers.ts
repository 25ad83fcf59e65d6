import { setHandler } from '@temporalio/workflow';
import {
  abortSignal,
  abortUpdate,
  approveSignal,
  approveUpdate,
  holdSignal,
  holdUpdate,
  type JoinRun,
  joinRunUpdate,
  rejectSignal,
  rejectUpdate,
  releaseSignal,
  releaseUpdate,
  retrySignal,
  retryUpdate,
  type RunAnswer,
  type RunStatus,
  skipSignal,
  skipUpdate,
  statusQuery,
} from './messages';
import type { Run } from './run';

const GATE_INPUT = 'Input: {"digest": "<of the plan at the gate>", "who": "...", "why": "..."}';
const RUN_INPUT = 'Input: {"who": "...", "why": "..."}';
const BRANCH_INPUT = 'Input: {"node": "...", "who": "...", "why": "..."}';

/** Lets people and clients ask a run and answer it: by Update, which refuses a wrong answer, or by the signal of the same name, which notes it. */
export function setRunHandlers(run: Run): void {
  const status = (): RunStatus => run.board.status();
  setHandler(statusQuery, status, {
    description: 'Phases, nodes, gates, parked branches, and what the run waits for.',
  });
  setHandler(joinRunUpdate, status, {
    description: 'A second start of what runs already: the same joins this run, anything else is refused.',
    validator: (joining) => refuse(refuseToJoin(run, joining)),
  });
  setGateHandlers(run, status);
  setBranchHandlers(run, status);
  setWholeRunHandlers(run, status);
}

function refuseToJoin({ board }: Run, { clusterDigest, operation = 'install' }: JoinRun): string | undefined {
  const { cluster, clusterDigest: own } = board;
  const instead = 'wait for that run, or abort it';
  if (operation !== board.operation)
    return `${cluster} is being ${board.operation === 'reset' ? 'reset' : 'installed'}: ${instead}`;
  if (clusterDigest === own) return undefined;
  return operation === 'install'
    ? `${cluster} is being installed from another file (digest ${own}, yours is ${clusterDigest}): ${instead}`
    : `another reset of ${cluster} runs (of other nodes, or from another file): ${instead}`;
}

function setGateHandlers(run: Run, status: () => RunStatus): void {
  const handlers = [
    [approveUpdate, approveSignal, 'approved', `Approves what the gate shows. ${GATE_INPUT}`],
    [rejectUpdate, rejectSignal, 'rejected', `Rejects it: nothing of it is done, and the run ends. ${GATE_INPUT}`],
  ] as const;
  for (const [update, signal, verdict, description] of handlers) {
    setHandler(
      update,
      (answer) => {
        run.gates.answer(verdict, answer);
        return status();
      },
      { description, validator: (answer) => refuse(run.gates.refusal(answer)) },
    );
    setHandler(
      signal,
      (answer) => answerOrNote(run, signal.name, run.gates.refusal(answer), () => run.gates.answer(verdict, answer)),
      { description },
    );
  }
}

function setBranchHandlers(run: Run, status: () => RunStatus): void {
  const handlers = [
    [retryUpdate, retrySignal, 'retry', `Tries a parked branch again. ${BRANCH_INPUT}`],
    [skipUpdate, skipSignal, 'skip', `Goes on without a parked worker. ${BRANCH_INPUT}`],
  ] as const;
  for (const [update, signal, answer, description] of handlers) {
    setHandler(
      update,
      (given) => {
        run.parking.answer(answer, given);
        return status();
      },
      { description, validator: (given) => refuse(run.parking.refusal(answer, given)) },
    );
    setHandler(
      signal,
      (given) =>
        answerOrNote(run, signal.name, run.parking.refusal(answer, given), () => run.parking.answer(answer, given)),
      { description },
    );
  }
}

/** Answers that are about the run as a whole. */
function setWholeRunHandlers(run: Run, status: () => RunStatus): void {
  const abort = 'Starts nothing new, waits for running operations, releases the nodes and ends.';
  const hold = 'Lets what runs come to its end and begins nothing new until the run is released.';
  const handlers = [
    [abortUpdate, abortSignal, refusalToAbort, (answer: RunAnswer) => run.abort(answer), abort],
    [
      holdUpdate,
      holdSignal,
      (answer: RunAnswer) => run.hold.refusalToHold(answer),
      (answer: RunAnswer) => run.hold.hold(answer),
      hold,
    ],
    [
      releaseUpdate,
      releaseSignal,
      (answer: RunAnswer) => run.hold.refusalToRelease(answer),
      (answer: RunAnswer) => run.hold.release(answer),
      'Lets a held run go on.',
    ],
  ] as const;
  for (const [update, signal, refusal, take, what] of handlers) {
    const description = `${what} ${RUN_INPUT}`;
    setHandler(
      update,
      (given) => {
        take(given);
        return status();
      },
      { description, validator: (given) => refuse(refusal(given)) },
    );
    setHandler(signal, (given) => answerOrNote(run, signal.name, refusal(given), () => take(given)), { description });
  }
}

function refusalToAbort(given: RunAnswer): string | undefined {
  return typeof given?.who === 'string' ? undefined : 'an abort needs to say who gives it: {"who": "..."}';
}

function refuse(refusal: string | undefined): void {
  if (refusal !== undefined) throw new Error(refusal);
}

/** A signal has nobody to refuse to: what cannot be taken is noted where people look. */
function answerOrNote(run: Run, name: string, refusal: string | undefined, answer: () => void): void {
  if (refusal === undefined) answer();
  else run.board.notice(`signal ${name} was not taken: ${refusal}`);
}
