import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  /** Called with each line the command writes to stderr, as it comes. */
  readonly onErrorLine?: (line: string) => void;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of the lab's own host ended with another exit code than 0. */
export class CommandFailed extends Error {
  readonly argv: readonly string[];
  readonly result: CommandResult;

  constructor(argv: readonly string[], result: CommandResult) {
    const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-12).join('\n');
    super(`${argv.slice(0, 6).join(' ')}: exit code ${result.exitCode}\n${said}`);
    this.name = 'CommandFailed';
    this.argv = argv;
    this.result = result;
  }
}

/** Runs `argv` without a shell and resolves with how it ended; rejects only when it cannot be started. */
export function attempt(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [file, ...args] = argv;
  if (file === undefined) return Promise.reject(new TypeError('an empty command'));
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    if (options.onErrorLine !== undefined) callPerLine(child.stderr, options.onErrorLine);
    child.stdin.on('error', () => undefined); // a command that never reads its input is no failure
    child.stdin.end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({
        exitCode: code ?? 128,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString() + (signal === null ? '' : `\nended by ${signal}`),
      }),
    );
  });
}

/** Runs `argv` without a shell and returns its stdout; throws `CommandFailed` unless it exits with 0. */
export async function run(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(argv, options);
  if (result.exitCode !== 0) throw new CommandFailed(argv, result);
  return result.stdout;
}

function callPerLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
