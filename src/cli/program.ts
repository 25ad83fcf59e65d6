import { Command } from 'commander';
import { addAnswerCommands } from './program/answer-commands';
import { addClusterCommands } from './program/cluster-commands';
import { addRunCommands } from './program/run-commands';
import { addServiceCommands } from './program/service-commands';
import type { Run } from './program/run';
import { EXIT_CODE_MEANINGS } from './exit-codes';
import { readVersion } from './package-root';

/**
 * The whole command line. A command's own module is required when it runs and not before, so that help answers at
 * once. (`require`, because a native `import()` wants file endings that the sources do not have.)
 */
export function createProgram(run: Run): Command {
  const program = new Command('slipway')
    .description('Installs Kubernetes clusters over SSH as durable Temporal workflows.')
    .version(readVersion())
    .option('--debug', 'show stack traces')
    .helpCommand(false)
    .showHelpAfterError('Run it with --help to see what is accepted.')
    .addHelpText('after', renderExitCodes());
  addClusterCommands(program, run);
  addRunCommands(program, run);
  addAnswerCommands(program, run);
  addServiceCommands(program, run);
  return program;
}

function renderExitCodes(): string {
  const lines = EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}
