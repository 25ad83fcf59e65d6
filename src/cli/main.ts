#!/usr/bin/env node
import type { CliContext } from './context';
import { createStyle, wantsColour } from './output/style';
import { runCli } from './run-cli';

/** A reader that has seen enough (`slipway status | head`) is no error. */
function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

function processContext(): CliContext {
  const interrupt = new AbortController();
  // The first Ctrl-C ends what waits, the second one ends everything.
  process.once('SIGINT', () => interrupt.abort());
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    interrupted: interrupt.signal,
    style: createStyle(wantsColour(process.env, process.stdout.isTTY)),
  };
}

process.stdout.on('error', endOnBrokenPipe);
void runCli(process.argv.slice(2), processContext()).then((code) => {
  process.stdout.write('', () => process.exit(code));
});
