#!/usr/bin/env node
import type { CliContext } from './context';
import { createStyle, wantsColour } from './output/style';
import { runCli } from './run-cli';

/** A reader that has seen enough (`slipway status | head`) is no error. */
function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

function onInterrupt(listener: () => void): () => void {
  process.on('SIGINT', listener);
  return () => void process.off('SIGINT', listener);
}

const context: CliContext = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
  onInterrupt,
  style: createStyle(wantsColour(process.env, process.stdout.isTTY)),
};

process.stdout.on('error', endOnBrokenPipe);
void runCli(process.argv.slice(2), context).then((code) => {
  process.stdout.write('', () => process.exit(code));
});
