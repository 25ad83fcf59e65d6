import type { ResourceReport, StepReport } from '../resources/report';
import type { Resource, Step } from '../resources/resource';
import { sh, shLines, type ShellText } from '../ssh/shell';
import type { Session } from '../ssh/session';
import { defineChecks } from './check-script';
import { RemoteError } from './errors';
import { kindOf } from './kinds';
import { CHECK_EXIT } from './kinds/kind';
import { createNonce, decodeField, protocolLibrary, readAnswers, type Answer } from './protocol';
import { redact } from './redact';

/** A whole check takes seconds; past this the node hangs (a dead network file system, a stuck systemd). */
const CHECK_TIMEOUT_MS = 120_000;

export interface CheckOptions {
  readonly signal?: AbortSignal;
}

/**
 * What every resource of every step is like on the node: ONE round trip, nothing changed, no lock taken.
 * `changed` is false throughout. Errors: SshError, RemoteError `garbled-answer`.
 */
export async function checkSteps(
  session: Session,
  steps: readonly Step[],
  { signal }: CheckOptions = {},
): Promise<StepReport[]> {
  const resources = steps.flatMap((step) => step.resources);
  if (resources.length === 0) return steps.map((step) => toStepReport(step, []));
  const nonce = createNonce();
  const script = shLines([protocolLibrary(nonce), composeCheck(resources)]);
  const result = await session.run(script, { timeoutMs: CHECK_TIMEOUT_MS, ...(signal && { signal }) });
  return splitBySteps(steps, readReports(session.node, resources, readAnswers(result.stdout, nonce), result.stderr));
}

/** Reports of all resources, in order, as the reports of their steps. */
export function splitBySteps(steps: readonly Step[], reports: readonly ResourceReport[]): StepReport[] {
  let from = 0;
  return steps.map((step) => toStepReport(step, reports.slice(from, (from += step.resources.length))));
}

/** The part of a check script that does not depend on the call. */
export function composeCheck(resources: readonly Resource[]): ShellText {
  return shLines([defineChecks(resources), sh`report_all ${resources.length}`]);
}

/** One report a resource; throws `garbled-answer` unless every resource answered. */
export function readReports(
  node: string,
  resources: readonly Resource[],
  answers: readonly Answer[],
  stderr: string,
): ResourceReport[] {
  const found = new Map(
    answers.filter(({ word }) => word === 'resource').map(({ fields }) => [Number(fields[0]), fields]),
  );
  if (!answers.some(({ word }) => word === 'end')) throw garbledAnswer(node, 'the check', stderr);
  return resources.map((resource, index) => {
    const fields = found.get(index);
    if (fields === undefined) throw garbledAnswer(node, `the check of ${resource.kind}`, stderr);
    return toReport(resource, Number(fields[1]), decodeField(fields[2]));
  });
}

/** A script that was cut short: a shell that died, a full disk, a forced command. */
export function garbledAnswer(node: string, what: string, stderr: string): RemoteError {
  const said = redact(stderr).trim().split('\n').slice(-3).join(' / ').slice(0, 400);
  return new RemoteError('garbled-answer', {
    node,
    cause: `${what} ended without its answer${said === '' ? '' : ` (${said})`}`,
    nextAction:
      'It is tried again; if it stays, run `sh -c true` on the node over SSH and look at its disk and memory.',
  });
}

function toReport(resource: Resource, exitCode: number, reason: string): ResourceReport {
  const state = exitCode === CHECK_EXIT.ok ? 'ok' : exitCode === CHECK_EXIT.unsupported ? 'unsupported' : 'pending';
  const line = redact(reason)
    .trim()
    .replaceAll(/\s*\n\s*/g, '; ')
    .slice(0, 300);
  return {
    kind: resource.kind,
    subject: kindOf(resource).subject(resource),
    state,
    disruption: resource.disruption,
    ...(state !== 'ok' && { reason: line === '' ? 'not as wanted' : line }),
  };
}

/** The report of a step that was only looked at. */
export function toStepReport({ name, title }: Step, reports: readonly ResourceReport[]): StepReport {
  return {
    step: name,
    title,
    pending: reports.filter(({ state }) => state === 'pending'),
    unsupported: reports.filter(({ state }) => state === 'unsupported'),
    changed: false,
  };
}
