import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StaticFacts } from '../../src/remote/static-facts';
import { createMachineCache } from '../../src/workers/machine-cache';

const facts = { os: { id: 'debian' }, architecture: 'amd64', interfaces: [] } as unknown as StaticFacts;

let scratch: string;
let directory: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'slipway-machines-'));
  directory = join(scratch, 'machines');
});

afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test('what one worker remembers another one recalls, each machine for itself', async () => {
  await createMachineCache(directory).remember('prod/cp-1/10.0.0.11', facts);
  const other = createMachineCache(directory);
  expect(await other.recall('prod/cp-1/10.0.0.11')).toEqual(facts);
  expect(await other.recall('prod/cp-1/10.0.0.12')).toBeUndefined();
});

test('it is kept for its owner alone, and leaves no drafts', async () => {
  const cache = createMachineCache(directory);
  await Promise.all([1, 2, 3].map(() => cache.remember('prod/../../cp-1', facts)));
  const [file, ...others] = readdirSync(directory);
  expect(others).toEqual([]);
  expect(statSync(join(directory, file ?? '')).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test.each(['', '{', '{"os":1}', 'null', '[]'])('a file that holds %j is as good as none', async (text) => {
  const cache = createMachineCache(directory);
  await cache.remember('a', facts);
  writeFileSync(join(directory, readdirSync(directory)[0] ?? ''), text);
  expect(await cache.recall('a')).toBeUndefined();
});

test('where nothing can be kept, nothing fails', async () => {
  writeFileSync(join(scratch, 'file'), '');
  const cache = createMachineCache(join(scratch, 'file', 'machines'));
  await expect(cache.remember('a', facts)).resolves.toBeUndefined();
  await expect(cache.recall('a')).resolves.toBeUndefined();
});
