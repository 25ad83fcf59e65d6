import { DefaultLogger, Runtime } from '@temporalio/worker';

/** As a shell says that a signal ended a program: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs a suite as this process's program. Its end is the process's, with code 1 and the reason where it failed; SIGINT
 * and SIGTERM end it at once, and what it started for itself with it.
 */
export function runProgram(main: () => Promise<void>): void {
  // Replays of histories would tell of every worker that they make; and the runtime would take the signals for itself.
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(EXIT_CODES[signal]));
  void main().then(
    // Temporal's native runtime keeps its threads.
    () => process.exit(),
    (error: unknown) => {
      process.stdout.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
}
