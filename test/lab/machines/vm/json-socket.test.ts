import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RequestRefused, ask } from '../../../../lab/machines/vm/json-socket';

let directory: string;
let server: Server | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'json-socket-'));
});

afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
  await rm(directory, { recursive: true });
});

/** Answers each request with what `answer` makes of it. */
async function serve(answer: (request: { id: number; execute: string }, socket: Socket) => void): Promise<string> {
  const socketFile = join(directory, 'socket');
  server = createServer((socket) => {
    let rest = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(JSON.parse(line.replace(/^\uFFFD+/, '')), socket);
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server?.listen(socketFile, resolve));
  return socketFile;
}

const send = (socket: Socket, message: object) => socket.write(`${JSON.stringify(message)}\n`);

test('requests are asked in their order, and the answer to the last one comes back', async () => {
  const asked: string[] = [];
  const socketFile = await serve(({ id, execute }, socket) => {
    asked.push(execute);
    send(socket, { return: `answer to ${execute}`, id });
  });
  const requests = [{ execute: 'first' }, { execute: 'second' }] as const;
  await expect(ask({ socketFile, requests, timeoutMs: 5_000 })).resolves.toBe('answer to second');
  expect(asked).toEqual(['first', 'second']);
});

test('greetings, events, halves of lines and answers to other clients are passed over', async () => {
  const socketFile = await serve(({ id }, socket) => {
    socket.write('e": 1}\n');
    send(socket, { QMP: {} });
    send(socket, { event: 'RESET' });
    send(socket, { return: 'not yours', id: id + 1 });
    const [first, second] = [`{"return": "yo`, `urs", "id": ${id}}\n`];
    socket.write(first);
    setTimeout(() => socket.write(second), 20);
  });
  const opening = Buffer.from([0xff]);
  await expect(ask({ socketFile, opening, requests: [{ execute: 'x' }], timeoutMs: 5_000 })).resolves.toBe('yours');
});

test('what is refused says what was asked, and why', async () => {
  const socketFile = await serve(({ id }, socket) => send(socket, { error: { desc: 'no such link' }, id }));
  const asking = ask({ socketFile, requests: [{ execute: 'set_link' }], timeoutMs: 5_000 });
  await expect(asking).rejects.toThrow(RequestRefused);
  await expect(asking).rejects.toThrow('set_link: no such link');
});

test('silence is an error when its time is up, and so is an end', async () => {
  const socketFile = await serve(({ execute }, socket) => execute === 'end' && socket.end());
  const asking = (execute: string, timeoutMs: number) => ask({ socketFile, requests: [{ execute }], timeoutMs });
  await expect(asking('wait', 50)).rejects.toThrow(/^wait: no answer at .* within 0.05 s$/);
  await expect(asking('end', 5_000)).rejects.toThrow(/^end: .* was closed$/);
});
