import { CommanderError } from 'commander';
import { type CliContext, tell } from './context';
import { EXIT_CODES, type ExitCode } from './exit-codes';
import { explainError } from './explain-error';
import { createProgram } from './program';

/** Runs one command line to its end and says how it ended; never throws. */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODES.ok;
  const program = createProgram(async (action) => {
    exitCode = await action(context);
  });
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.badInput;
    const explained = explainError(error, context.style, program.opts<{ debug?: boolean }>().debug === true);
    for (const line of explained.lines) tell(context, line);
    return explained.exitCode;
  }
}
