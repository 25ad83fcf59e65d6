import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runByAgent } from '../../../../lab/machines/vm/agent';

let directory: string;
let server: Server | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'agent-'));
});

afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
  await rm(directory, { recursive: true });
});

interface Asked {
  readonly execute: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Stands in for the agent in a machine. Returns its socket, and what it was asked. */
async function serve(answer: (asked: Asked, count: number) => object) {
  const socketFile = join(directory, 'socket');
  const asked: Asked[] = [];
  server = createServer((socket) =>
    socket.on('data', (data: Buffer) => {
      // A byte that no JSON has ends what another client may have left.
      expect(data[0]).toBe(0xff);
      const request = JSON.parse(data.subarray(1).toString()) as Asked & { id: number };
      asked.push(request);
      socket.write(`${JSON.stringify({ ...answer(request, asked.length), id: request.id })}\n`);
    }),
  );
  await new Promise<void>((resolve) => server?.listen(socketFile, resolve));
  return { socketFile, asked };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('a command is started in the machine, with its input, and asked for until it has ended', async () => {
  const { socketFile, asked } = await serve(({ execute }, count) => {
    if (execute === 'guest-exec') return { return: { pid: 7 } };
    if (count < 4) return { return: { exited: false } };
    return { return: { exited: true, exitcode: 3, 'out-data': base64('out'), 'err-data': base64('err') } };
  });
  const ended = await runByAgent(socketFile, ['sh', '-c', 'exit 3'], { input: 'text' });
  expect(ended).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' });
  expect(asked[0]?.arguments).toMatchObject({ path: 'sh', arg: ['-c', 'exit 3'], 'input-data': base64('text') });
  expect(asked.slice(1).map((each) => each.arguments)).toEqual([{ pid: 7 }, { pid: 7 }, { pid: 7 }]);
});

test('a command that a signal ended has the exit code that a shell would give it', async () => {
  const { socketFile } = await serve(({ execute }) =>
    execute === 'guest-exec' ? { return: { pid: 7 } } : { return: { exited: true, signal: 9 } },
  );
  await expect(runByAgent(socketFile, ['sleep', '9'])).resolves.toMatchObject({ exitCode: 137 });
});

test('a program that is not there, and a machine without power, are results and not errors', async () => {
  const { socketFile } = await serve(() => ({ error: { desc: 'No such file or directory' } }));
  const absent = await runByAgent(socketFile, ['absent']);
  expect(absent).toEqual({ exitCode: 127, stdout: '', stderr: 'guest-exec: No such file or directory' });
  const off = await runByAgent(join(directory, 'off'), ['true']);
  expect(off).toMatchObject({ exitCode: 125, stderr: expect.stringContaining('ENOENT') as string });
});

test('a command that takes longer than it may is given up', async () => {
  const { socketFile } = await serve(({ execute }) =>
    execute === 'guest-exec' ? { return: { pid: 7 } } : { return: { exited: false } },
  );
  await expect(runByAgent(socketFile, ['sleep', '9'], { timeoutMs: 80 })).resolves.toMatchObject({ exitCode: 128 });
});
