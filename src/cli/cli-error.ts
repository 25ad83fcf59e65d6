import type { ExitCode } from './exit-codes';

/** An end of a command that a person can do something about. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  /** The next action; a full sentence or a command line. */
  readonly next: string | undefined;

  /** `message` names the thing and the cause. */
  constructor(exitCode: ExitCode, message: string, next?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.next = next;
  }
}
