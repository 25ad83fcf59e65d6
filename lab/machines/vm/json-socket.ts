import { randomInt } from 'node:crypto';
import { type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request to QEMU's monitor or to the agent in a machine: JSON, a line each. */
export interface Request {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

export interface Conversation {
  readonly socketFile: string;
  /** Sent ahead of the first request. */
  readonly opening?: string | Buffer;
  readonly requests: readonly [Request, ...Request[]];
  readonly timeoutMs: number;
}

/** The one asked answered with an error. */
export class RequestRefused extends Error {
  constructor({ execute }: Request, description: string) {
    super(`${execute}: ${description}`);
    this.name = 'RequestRefused';
  }
}

interface Answer {
  readonly id?: number;
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

const BUSY_MS = 100;

/**
 * Asks one request after the other, and returns what the last one was answered with. Throws `RequestRefused`, and an
 * error when there is no answer within the time. A socket serves one client at a time; its turn is waited for.
 */
export async function ask(conversation: Conversation): Promise<unknown> {
  const { socketFile, timeoutMs } = conversation;
  const deadlineMs = Date.now() + timeoutMs;
  const socket = await open(socketFile, deadlineMs);
  const timer = setTimeout(() => socket.destroy(new Error(silence(conversation))), deadlineMs - Date.now());
  try {
    return await converse(socket, conversation);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

const silence = ({ socketFile, requests, timeoutMs }: Conversation) =>
  `${requests.at(-1)?.execute}: no answer at ${socketFile} within ${timeoutMs / 1000} s`;

async function open(socketFile: string, deadlineMs: number): Promise<Socket> {
  for (;;) {
    const socket = connect(socketFile);
    const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      socket.once('connect', () => resolve(undefined)).once('error', resolve);
    });
    if (failure === undefined) return socket;
    if (failure.code !== 'EAGAIN' || Date.now() > deadlineMs) throw failure;
    await sleep(BUSY_MS);
  }
}

async function converse(socket: Socket, { opening, requests, socketFile }: Conversation): Promise<unknown> {
  if (opening !== undefined) socket.write(opening);
  const answers = readAnswers(socket);
  let value: unknown;
  for (const request of requests) {
    const id = randomInt(2 ** 31);
    socket.write(`${JSON.stringify({ ...request, id })}\n`);
    const answer = await answers(id);
    if (answer === undefined) throw new Error(`${request.execute}: ${socketFile} was closed`);
    if (answer.error !== undefined) throw new RequestRefused(request, answer.error.desc);
    value = answer.return;
  }
  return value;
}

/** Finds answers by their request; greetings, events and answers to others are passed over. Undefined: the end. */
function readAnswers(socket: Socket): (id: number) => Promise<Answer | undefined> {
  const lines = linesOf(socket);
  return async (id) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) return undefined;
      const answer = parse(value);
      if (answer?.id === id) return answer;
    }
  };
}

async function* linesOf(socket: Socket): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  return undefined;
}

/** What was meant for another client may begin in its middle. */
function parse(line: string): Answer | undefined {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return undefined;
  }
}
