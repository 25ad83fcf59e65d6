import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** Prints the modules that a command line loads, from the sources themselves. */
const TRACE = `
import { requireTypescript } from ${JSON.stringify(resolve(root, 'scripts/load-typescript.mjs'))};
const require = requireTypescript(import.meta.url);
process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));
process.argv.splice(1, Infinity, 'slipway', ...JSON.parse(process.env.ARGS));
require(${JSON.stringify(resolve(root, 'src/cli/main.ts'))});
`;

function trace(...args: readonly string[]): {
  readonly stdout: string;
  readonly modules: readonly string[];
  readonly code: number | null;
} {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', TRACE], {
    encoding: 'utf8',
    env: { ...process.env, ARGS: JSON.stringify(args) },
  });
  return { stdout, modules: stderr.split('\n'), code: status };
}

test.each([['--help'], ['install', '--help'], ['dev', 'start', '--help']])(
  'help loads nothing heavy: %s %s %s',
  (...args) => {
    const { stdout, modules, code } = trace(...args.filter((arg) => arg !== undefined));
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: slipway');
    const packages = modules.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    // The compiler is this test's own: it stands in for the build.
    const own = new Set(packages.filter((name) => !name.startsWith('@swc/')));
    expect([...own]).toEqual(['commander']);
    const ours = modules.filter((path) => path.includes('/src/'));
    expect(ours.length).toBeLessThan(20);
    for (const path of ours) expect(path).toContain('/src/cli/');
  },
);

test('the exit code of a command is that of the process', () => {
  expect(trace('nonsense').code).toBe(2);
});
