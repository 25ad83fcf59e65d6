import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { SshError } from './errors';
import { frameScript, type Marks } from './loader';
import { MarkedOutput } from './marked-output';
import type { ExecOptions, ExecResult } from './session';

/** A started command: what an SSH channel and a child process have in common. */
export interface CommandChannel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  once(event: 'close', listener: (code?: number | null, signal?: string | null) => void): unknown;
}

/** What the command that was started is expected to do before it is a root shell. */
export interface ShellExpectation {
  readonly marks: Marks;
  /** Given when a password may be asked for: the script then waits until the shell is up. */
  readonly password?: string | undefined;
  readonly readyTimeoutMs: number;
  readonly explainSilence: (stderr: string) => SshError;
  readonly explainWrongPassword: () => SshError;
  /** The command ended without becoming a shell; undefined code: the channel ended without an exit status. */
  readonly explainExit: (code: number | undefined, stdout: string, stderr: string) => SshError;
}

type ScriptOptions = Pick<ExecOptions, 'stdin' | 'onStdout' | 'onStderr'>;

/**
 * Runs a script in a shell that `describeRootShell` or `describeOwnShell` started. The password goes to stdin only
 * after sudo's own prompt was seen, and the script only where no prompt can swallow it.
 */
export function runScript(
  channel: CommandChannel,
  shell: ShellExpectation,
  script: string,
  options: ScriptOptions,
): Promise<ExecResult> {
  const frame = frameScript(script, shell.marks);
  const stdout = new MarkedOutput(shell.marks.ready, options.onStdout);
  const stderr = new MarkedOutput(shell.marks.ready, options.onStderr);
  return new Promise((resolve, reject) => {
    const readyTimer = setTimeout(() => reject(shell.explainSilence(stderr.preamble)), shell.readyTimeoutMs);
    readyTimer.unref();
    const sendScript = () => {
      channel.stdin.write(frame);
      channel.stdin.end(options.stdin);
    };
    const answer = createPasswordAnswer(channel.stdin, shell, () => reject(shell.explainWrongPassword()));
    // A shell that ends before it has read everything: its exit code tells, not the broken pipe.
    channel.stdin.on('error', () => {});
    const onStdout = (chunk: Buffer) => {
      const wasOpen = stdout.isOpen;
      stdout.push(chunk);
      if (wasOpen || !stdout.isOpen) return;
      clearTimeout(readyTimer);
      if (shell.password !== undefined) sendScript();
    };
    const onStderr = (chunk: Buffer) => {
      stderr.push(chunk);
      if (!stdout.isOpen) answer(stderr.preamble);
    };
    channel.stdout.on('data', orReject(reject, onStdout));
    channel.stderr.on('data', orReject(reject, onStderr));
    void awaitEnd(channel).then(({ code, signal }) => {
      clearTimeout(readyTimer);
      const exitCode = toExitCode(code, signal);
      if (!stdout.isOpen || exitCode === undefined)
        reject(shell.explainExit(exitCode, stdout.preamble, stderr.preamble));
      else resolve({ exitCode, stdout: stdout.finish(), stderr: stderr.finish() });
    });
    if (shell.password === undefined) sendScript();
  });
}

/** A caller's onStdout that throws fails its command, not the process. */
function orReject(reject: (error: unknown) => void, listener: (chunk: Buffer) => void) {
  return (chunk: Buffer) => {
    try {
      listener(chunk);
    } catch (error) {
      reject(error);
    }
  };
}

/** Counts sudo's prompts: the first gets the password, a second means that it was wrong. */
function createPasswordAnswer(stdin: Writable, shell: ShellExpectation, onWrong: () => void) {
  let answered = 0;
  return (text: string) => {
    const prompts = text.split(shell.marks.password).length - 1;
    if (prompts <= answered || shell.password === undefined) return;
    if (answered === 0) stdin.write(`${shell.password}\n`);
    else onWrong();
    answered = prompts;
  };
}

async function awaitEnd(channel: CommandChannel) {
  const ended = (stream: Readable) => new Promise((resolve) => stream.once('end', resolve));
  const closed = new Promise<{ code: number | null | undefined; signal: string | null | undefined }>((resolve) => {
    channel.once('close', (code, signal) => resolve({ code, signal }));
  });
  const [end] = await Promise.all([closed, ended(channel.stdout), ended(channel.stderr)]);
  return end;
}

/** As a shell reports it: 128 + signal number for a shell that was killed. */
function toExitCode(code: number | null | undefined, signal: string | null | undefined): number | undefined {
  if (typeof code === 'number') return code;
  const number = constants.signals[signal as NodeJS.Signals] as number | undefined;
  return number === undefined ? undefined : 128 + number;
}
