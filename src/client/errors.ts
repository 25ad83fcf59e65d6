import type { PreflightFinding } from '../plan/preflight-finding';

/** Temporal does not answer. */
export class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';

  constructor(address: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `Temporal at ${address} does not answer: ${why}. Start one (slipway dev), or set TEMPORAL_ADDRESS or TEMPORAL_PROFILE.`,
      { cause },
    );
  }
}

/** Temporal has answered before and does not now. */
export class TemporalAway extends Error {
  override readonly name = 'TemporalAway';

  constructor(cause: unknown) {
    const why = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause : cause).message : String(cause);
    super(`Temporal does not answer: ${why}. The run stands where it is, and goes on by itself once Temporal serves.`, {
      cause,
    });
  }
}

/** No run of the cluster is known to Temporal. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';

  constructor(cluster: string, cause?: unknown) {
    super(`no run of cluster ${cluster} is known: start one with slipway install`, { cause });
  }
}

/** The run answered, and refused: the message says why. */
export class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused';
}

/** Nobody runs the workflow now, so it cannot answer; it goes on as soon as a worker polls. */
export class NoWorkerAnswers extends Error {
  override readonly name = 'NoWorkerAnswers';

  constructor(taskQueue: string, why: string) {
    super(`${why}. Start one: slipway worker (task queue ${taskQueue}).`);
  }
}

/** A run that ended without its result. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
  /** `PreflightFailed`, `Aborted`, `Cancelled`, `Terminated`, `SupersededByRun`, ... */
  readonly type: string;
  /** What preflight found, where that is why. */
  readonly findings: readonly PreflightFinding[];

  constructor(type: string, message: string, findings: readonly PreflightFinding[], cause: unknown) {
    super(message, { cause });
    this.type = type;
    this.findings = findings;
  }
}
