import type { CliContext } from '../context';
import type { ExitCode } from '../exit-codes';

/** Runs a command in the context of this process, and keeps the exit code that it ends with. */
export type Run = (action: (context: CliContext) => Promise<ExitCode>) => Promise<void>;
