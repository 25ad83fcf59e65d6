import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTemporalCli } from '../../../src/dev/temporal-cli/find';
import { TEMPORAL_CLI_VERSION } from '../../../src/dev/temporal-cli/version';
import { useScratch } from '../scratch';

const { directory, env } = useScratch();
const cached = join(directory, 'cache/slipway/bin', `temporal-${TEMPORAL_CLI_VERSION}`);
const noPath = { ...env, PATH: join(directory, 'empty') };

function writeProgram(path: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
}

test('when no way works the error tells why each did not, and what to do', async () => {
  const install = [
    { source: 'download' as const, into: async () => 'no way out' },
    { source: 'build' as const, into: async () => 'no Go' },
  ];
  await expect(findTemporalCli({ env: noPath, install })).rejects.toThrow(
    'no Temporal CLI: no way out; no Go. Put a `temporal` binary on PATH, or name a Temporal service with TEMPORAL_ADDRESS',
  );
  expect(existsSync(`${cached}.lock`)).toBe(false);
});

test('the first way that works counts, is told, and fills the cache', async () => {
  const reports: string[] = [];
  const install = [
    { source: 'download' as const, into: async () => 'no way out' },
    { source: 'build' as const, into: async (path: string) => (writeProgram(path), undefined) },
  ];
  const report = (line: string) => reports.push(line);
  expect(await findTemporalCli({ env: noPath, install, report })).toEqual({ path: cached, source: 'build' });
  expect(reports).toEqual(['no way out']);
  expect(await findTemporalCli({ env: noPath, install: [] })).toEqual({ path: cached, source: 'cache' });
});

test('a binary on PATH comes first; one that cannot be executed, or a relative entry, does not count', async () => {
  const [plain, good] = [join(directory, 'plain'), join(directory, 'good')];
  mkdirSync(plain);
  writeFileSync(join(plain, 'temporal'), 'text', { mode: 0o644 });
  writeProgram(join(good, 'temporal'));
  const found = await findTemporalCli({ env: { ...env, PATH: `.:${plain}:${good}` }, install: [] });
  expect(found).toEqual({ path: join(good, 'temporal'), source: 'PATH' });
});
