import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../paths';

const PROGRAM = join(projectRoot(), 'dist', 'src', 'cli', 'main.js');

/** The `slipway` command in this terminal; resolves to its exit code. Ctrl-C is for that command alone. */
export async function showSlipway(...args: readonly string[]): Promise<number> {
  const leaveIt = (): void => undefined;
  process.on('SIGINT', leaveIt);
  try {
    return (await runSlipway(args, 'inherit')).exitCode;
  } finally {
    process.off('SIGINT', leaveIt);
  }
}

/** The `slipway` command with its output kept; its error lines go to `onLine` as they come. */
export function askSlipway(
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  return runSlipway(args, 'pipe', onLine);
}

function runSlipway(
  args: readonly string[],
  output: 'inherit' | 'pipe',
  onLine: (line: string) => void = () => undefined,
): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', output, output] });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => text.trimEnd().split('\n').forEach(onLine));
    child.once('error', reject);
    // A command that Ctrl-C ended has no exit code.
    child.once('close', (code) => resolve({ exitCode: code ?? 130, stdout }));
  });
}
