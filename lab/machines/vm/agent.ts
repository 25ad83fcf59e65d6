import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandOptions, CommandResult } from '../../command';
import { type Request, RequestRefused, ask } from './json-socket';

/** A machine that has much to do answers late. */
const ANSWER_TIMEOUT_MS = 60_000;
const FIRST_LOOK_MS = 50;
const LATEST_LOOK_MS = 1_000;

const ENVIRONMENT = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'LANG=C.UTF-8'];
/** What a shell says of a program that is not there. */
const CANNOT_BE_RUN = 127;
/** What podman says of a container that does not run. */
const NO_ANSWER = 125;
/** Ends what is left of a client that was cut off in the middle of a request. */
const RESET = Buffer.from([0xff]);

interface ProcessStatus {
  readonly exited: boolean;
  readonly exitcode?: number;
  readonly signal?: number;
  readonly 'out-data'?: string;
  readonly 'err-data'?: string;
}

/**
 * Runs `argv` in the machine as root, by QEMU's guest agent: past its network and sshd. Resolves with how it ended, also
 * where the machine has lost its power or never answers.
 */
export async function runByAgent(
  socketFile: string,
  argv: readonly string[],
  { input = '', timeoutMs = Number.POSITIVE_INFINITY }: CommandOptions = {},
): Promise<CommandResult> {
  const deadlineMs = Date.now() + timeoutMs;
  const [path = '', ...arg] = argv;
  const parameters = { path, arg, env: ENVIRONMENT, 'capture-output': true, ...renderInput(input) };
  try {
    const { pid } = (await askAgent(socketFile, { execute: 'guest-exec', arguments: parameters })) as { pid: number };
    return await awaitEnd(socketFile, pid, deadlineMs);
  } catch (error) {
    const exitCode = error instanceof RequestRefused ? CANNOT_BE_RUN : NO_ANSWER;
    return { exitCode, stdout: '', stderr: error instanceof Error ? error.message : String(error) };
  }
}

const renderInput = (input: string | Buffer) =>
  input.length === 0 ? {} : { 'input-data': Buffer.from(input).toString('base64') };

async function awaitEnd(socketFile: string, pid: number, deadlineMs: number): Promise<CommandResult> {
  const request = { execute: 'guest-exec-status', arguments: { pid } };
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(pauseMs * 2, LATEST_LOOK_MS)) {
    const status = (await askAgent(socketFile, request)) as ProcessStatus;
    if (status.exited) return readResult(status);
    if (Date.now() > deadlineMs) return { exitCode: 128, stdout: '', stderr: 'not ended within its time' };
    await sleep(pauseMs);
  }
}

function readResult(status: ProcessStatus): CommandResult {
  const text = (base64 = '') => Buffer.from(base64, 'base64').toString();
  return {
    exitCode: status.exitcode ?? 128 + (status.signal ?? 0),
    stdout: text(status['out-data']),
    stderr: text(status['err-data']),
  };
}

function askAgent(socketFile: string, request: Request): Promise<unknown> {
  return ask({ socketFile, opening: RESET, requests: [request], timeoutMs: ANSWER_TIMEOUT_MS });
}
