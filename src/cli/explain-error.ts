import type { PreflightFinding } from '../plan/preflight-finding';
import { CliError } from './cli-error';
import { EXIT_CODES, type ExitCode } from './exit-codes';
import { renderFinding } from './output/findings';
import { sanitise, type Style } from './output/style';

/** How a command that threw ends. */
export interface Explanation {
  readonly lines: readonly string[];
  readonly exitCode: ExitCode;
}

/** Errors of the client, by name: the client itself is not loaded for a command that does not need it. */
const EXIT_CODES_BY_NAME: Readonly<Record<string, ExitCode>> = {
  TemporalUnreachable: EXIT_CODES.noService,
  TemporalAway: EXIT_CODES.noService,
  NoWorkerAnswers: EXIT_CODES.noService,
  RunNotFound: EXIT_CODES.noService,
  AnswerRefused: EXIT_CODES.badInput,
  RunFailed: EXIT_CODES.failed,
};

/** The thing, the cause and the next action; a stack trace only when it was asked for. */
export function explainError(error: unknown, style: Style, debug: boolean): Explanation {
  if (!(error instanceof Error)) return { lines: [style.red(sanitise(String(error)))], exitCode: EXIT_CODES.failed };
  const exitCode = error instanceof CliError ? error.exitCode : (EXIT_CODES_BY_NAME[error.name] ?? EXIT_CODES.failed);
  const isExpected = error instanceof CliError || error.name in EXIT_CODES_BY_NAME;
  return {
    exitCode,
    lines: [
      style.red(sanitise(error.message)),
      ...findingsOf(error).flatMap((finding) => renderFinding(finding, style)),
      ...(error instanceof CliError && error.next !== undefined ? [`Next: ${error.next}`] : []),
      ...(debug ? [renderStack(error)] : []),
      ...(isExpected || debug ? [] : ['Run it again with --debug to see where this comes from.']),
    ],
  };
}

function findingsOf(error: Error): readonly PreflightFinding[] {
  return 'findings' in error && Array.isArray(error.findings) ? (error.findings as PreflightFinding[]) : [];
}

function renderStack(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${renderStack(error.cause)}` : '';
  return `${sanitise(error.stack ?? error.message)}${cause}`;
}
