import type { Fence } from '../plan/fence';
import type { StepReport } from '../resources/report';
import type { Step } from '../resources/resource';
import { sh, shLines } from '../ssh/shell';
import type { Session } from '../ssh/session';
import { defineApply } from './apply-script';
import { checkSteps, garbledAnswer, readReports, toStepReport } from './check-steps';
import { RemoteError } from './errors';
import { kindByApplyExit } from './exit-codes';
import { enterGuard, refuseByAnswer, toRefusal } from './guard';
import { kindOf } from './kinds';
import { digestInput, followOperation, startOrAttach } from './operation';
import { createNonce, decodeField, protocolLibrary, readAnswers } from './protocol';
import { redact } from './redact';

/** Short writers end by then; an operation does not, and the step is tried again. */
const INLINE_LOCK_WAIT_SECONDS = 20;
/** Restarting a unit may take its whole start timeout, several times. */
const INLINE_TIMEOUT_MS = 300_000;
/** Package installs and image pulls of 1 GB on a slow link. */
const OPERATION_TIMEOUT_SECONDS = 3600;

/** What writing takes: the cluster's name (part of operation ids), the fence, and where progress goes. */
export interface ApplyOptions {
  readonly cluster: string;
  readonly fence: Fence;
  /** Redacted output, as it comes, for a person; with the operation it belongs to, if any. */
  readonly onProgress?: (progress: StepProgress) => void;
  /** Whenever the node has told how far a detached operation is, also when there was nothing new. */
  readonly onPoll?: () => void;
  /** Aborting stops waiting for a detached operation, which goes on, and rejects with `signal.reason`. */
  readonly abandoned?: AbortSignal;
}

export interface StepProgress {
  readonly step: string;
  /** The last whole line, when something was said. */
  readonly line?: string;
  readonly operation?: string;
}

/**
 * Applies what is pending in the step and checks again. Small applies go in one round trip with both checks; where
 * something pending is long, the whole step runs as a detached operation that a lost connection neither kills nor
 * repeats. Errors: RemoteError `step-not-converged` with the reasons, `artifact-mismatch`, `download-failed`,
 * `package-manager-busy`, `image-pull-failed`, refusals of lock and fence; SshError.
 */
export async function applyStep(
  session: Session,
  step: Step,
  before: StepReport,
  options: ApplyOptions,
): Promise<StepReport> {
  const after = isLong(step, before)
    ? await applyDetached(session, step, options)
    : await applyInline(session, step, options);
  if (after.pending.length > 0) throw notConverged(session.node, step, after);
  const isChanged = before.pending.length > 0 || after.unsupported.length < before.unsupported.length;
  return { ...before, unsupported: after.unsupported, changed: isChanged };
}

function isLong(step: Step, { pending }: StepReport): boolean {
  const waiting = new Set(pending.map(({ kind, subject }) => `${kind} ${subject}`));
  return step.resources.some((resource) => {
    const kind = kindOf(resource);
    return kind.isLong?.(resource) === true && waiting.has(`${resource.kind} ${kind.subject(resource)}`);
  });
}

async function applyInline(session: Session, step: Step, options: ApplyOptions): Promise<StepReport> {
  const nonce = createNonce();
  const { resources, name } = step;
  const script = shLines([
    protocolLibrary(nonce),
    refuseByAnswer,
    enterGuard({ verb: `apply-${name}`, fence: options.fence, lockWaitSeconds: INLINE_LOCK_WAIT_SECONDS }),
    defineApply(resources),
    sh`apply_all`,
    sh`answer applied "$?"`,
    sh`report_all ${resources.length}`,
  ]);
  const progress = readLines((line) => options.onProgress?.({ step: name, line }));
  const result = await session.run(script, { timeoutMs: INLINE_TIMEOUT_MS, onStderr: progress });
  const answers = readAnswers(result.stdout, nonce);
  const refused = answers.find(({ word }) => word === 'refused');
  if (refused) throw toRefusal(session.node, refused.fields[0] ?? '', decodeField(refused.fields[1]));
  const applied = answers.find(({ word }) => word === 'applied');
  if (applied === undefined) throw garbledAnswer(session.node, `applying ${name}`, result.stderr);
  const exitCode = Number(applied.fields[0]);
  if (exitCode !== 0) throw applyFailed(session.node, step, exitCode, result.stderr);
  return toStepReport(step, readReports(session.node, resources, answers, result.stderr));
}

async function applyDetached(session: Session, step: Step, options: ApplyOptions): Promise<StepReport> {
  const { cluster, fence, onProgress, onPoll, abandoned } = options;
  const script = shLines([defineApply(step.resources), sh`apply_all`]);
  const { environment: env = {} } = step;
  const { id } = await startOrAttach(session, {
    cluster,
    verb: `apply-${step.name}`,
    inputDigest: digestInput(script, ...Object.entries(env).flat()),
    script,
    env,
    timeoutSeconds: OPERATION_TIMEOUT_SECONDS,
    fence,
  });
  onProgress?.({ step: step.name, operation: id });
  const outcome = await followOperation(session, id, {
    onOutput: readLines((line) => onProgress?.({ step: step.name, line, operation: id })),
    ...(onPoll && { onPoll: () => onPoll() }),
    ...(abandoned && { signal: abandoned }),
  });
  if (outcome.exitCode !== 0) throw applyFailed(session.node, step, outcome.exitCode, outcome.tail);
  const [report] = await checkSteps(session, [step]);
  return report ?? toStepReport(step, []);
}

/** Calls back with the last whole line of every chunk, redacted. */
function readLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    const last = lines.findLast((line) => line.trim() !== '');
    if (last !== undefined) onLine(redact(last.trim()).slice(0, 300));
  };
}

function applyFailed(node: string, step: Step, exitCode: number, output: string): RemoteError {
  const lines = redact(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return new RemoteError(kindByApplyExit[exitCode] ?? 'step-not-converged', {
    node,
    cause: `${step.title}: ${lines.slice(-6).join(' / ').slice(-900) || `apply ended with exit code ${exitCode}`}`,
    nextAction: 'Cure what the lines name, then retry; what is in place already is kept.',
  });
}

function notConverged(node: string, step: Step, { pending }: StepReport): RemoteError {
  const reasons = pending.map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason ?? 'pending'}`);
  return new RemoteError('step-not-converged', {
    node,
    cause: `${step.title}: applied, and still ${reasons.slice(0, 5).join(' / ').slice(0, 900)}`,
    nextAction: 'Look at what else manages this on the node (another tool, a timer, a policy), then retry.',
  });
}
