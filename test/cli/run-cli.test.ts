import { runCli } from '../../src/cli/run-cli';
import { fakeContext, useClusterFile } from './fake-context';

const cwd = useClusterFile();

test('a command runs in the given context and its exit code comes back', async () => {
  const { context, written } = fakeContext({ cwd });
  expect(await runCli(['validate'], context)).toBe(0);
  expect(written.out).toContain('cluster.yaml is good');
});

test('the file may be an argument or an option', async () => {
  for (const args of [
    ['validate', 'none.yaml'],
    ['validate', '-f', 'none.yaml'],
    ['validate', '--file=none.yaml'],
  ]) {
    const { context, written } = fakeContext({ cwd });
    expect(await runCli(args, context)).toBe(2);
    expect(written.err).toContain('none.yaml cannot be read');
  }
});

test.each([
  [['--help'], 0, 'out', 'Exit codes:'],
  [['--version'], 0, 'out', '0.1.0'],
  [['dev', '--help'], 0, 'out', 'Usage: slipway dev'],
  [['nonsense'], 2, 'err', "unknown command 'nonsense'"],
  [['validate', '--nonsense'], 2, 'err', "unknown option '--nonsense'"],
  [['approve', 'lab'], 2, 'err', "required option '--digest <digest>' not specified"],
  [['plan', '--output', 'xml'], 2, 'err', "argument 'xml' is invalid"],
  [['dev', 'start', '--port', '0'], 2, 'err', 'a port from 1 to 65535 is expected'],
  [['status', 'lab'], 5, 'err', 'no Temporal service'],
] as const)('slipway %j ends with %d', async (args, code, stream, text) => {
  const { context, written } = fakeContext({ cwd });
  expect(await runCli(args, context)).toBe(code);
  expect(written[stream]).toContain(text);
});

test('no command at all shows the help, as bad input', async () => {
  const { context, written } = fakeContext();
  expect(await runCli([], context)).toBe(2);
  expect(written.err).toContain('Usage: slipway');
});
