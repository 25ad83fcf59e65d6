import { WorkflowFailedError } from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, CancelledFailure, TerminatedFailure } from '@temporalio/common';
import type { PreflightFinding } from '../plan/preflight-finding';
import { RunFailed } from './errors';

/** What a run ended with, as one error; anything but the end of a workflow is given back as it is. */
export function runFailure(error: unknown): unknown {
  if (!(error instanceof WorkflowFailedError)) return error;
  const { cause } = error;
  if (cause instanceof CancelledFailure)
    return new RunFailed('Cancelled', 'the run was cancelled; install again to go on', [], error);
  if (cause instanceof TerminatedFailure)
    return new RunFailed('Terminated', 'the run was terminated; install again to go on', [], error);
  const root = cause instanceof ActivityFailure ? cause.cause : cause;
  if (root instanceof ApplicationFailure)
    return new RunFailed(root.type ?? 'Unknown', root.message, findingsOf(root), error);
  return new RunFailed('Unknown', root?.message ?? error.message, [], error);
}

function findingsOf({ details }: ApplicationFailure): readonly PreflightFinding[] {
  const [first] = details ?? [];
  const findings = typeof first === 'object' && first !== null && 'findings' in first ? first.findings : undefined;
  return Array.isArray(findings) ? (findings as PreflightFinding[]) : [];
}
