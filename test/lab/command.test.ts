import { attempt, run } from '../../lab/command';

test('a command gets its arguments as they are, and its input', async () => {
  await expect(run(['printf', '%s|', 'a b', '$HOME', "it's"])).resolves.toBe("a b|$HOME|it's|");
  await expect(run(['cat'], { input: 'through' })).resolves.toBe('through');
});

test('a failed command is an error with its exit code and its last words', async () => {
  await expect(run(['sh', '-c', 'echo no luck >&2; exit 3'])).rejects.toThrow(/exit code 3\nno luck/);
  await expect(attempt(['sh', '-c', 'exit 3'])).resolves.toMatchObject({ exitCode: 3 });
});

test('a command that takes too long is ended', async () => {
  const result = await attempt(['sleep', '60'], { timeoutMs: 50 });
  expect(result).toMatchObject({ exitCode: 128, stderr: '\nended by SIGKILL' });
});

test('a command that reads none of its input is no failure', async () => {
  await expect(run(['true'], { input: 'x'.repeat(1_000_000) })).resolves.toBe('');
});

test('lines of stderr are told as they come', async () => {
  const lines: string[] = [];
  await run(['sh', '-c', 'printf "one\\ntwo\\n" >&2'], { onErrorLine: (line) => lines.push(line) });
  expect(lines).toEqual(['one', 'two']);
});

test('a command that does not exist is an error', async () => {
  await expect(run(['/no/such/command'])).rejects.toThrow('ENOENT');
});
