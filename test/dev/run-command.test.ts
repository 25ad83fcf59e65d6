import { runCommand } from '../../src/dev/run-command';

test('output and exit code of a command come back, its error lines as they are written', async () => {
  const lines: string[] = [];
  const result = await runCommand('sh', ['-c', 'echo out; echo one >&2; exit 3'], {
    onErrorLine: (line) => lines.push(line),
  });
  expect(result).toEqual({ code: 3, stdout: 'out\n', stderr: 'one\n' });
  expect(lines).toEqual(['one']);
});

test('a command that takes too long is ended and has no exit code', async () => {
  expect((await runCommand('sleep', ['60'], { timeoutMs: 100 })).code).toBeUndefined();
});

test('a command that is not there is an error', async () => {
  await expect(runCommand('/no/such/program', [])).rejects.toThrow('ENOENT');
});
