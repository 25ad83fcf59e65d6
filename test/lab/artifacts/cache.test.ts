import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { artifactFile, hasArtifact, readChecksum, storeArtifact } from '../../../lab/artifacts/cache';

const before = process.env['SLIPWAY_CACHE_DIR'];

beforeEach(async () => {
  process.env['SLIPWAY_CACHE_DIR'] = await mkdtemp(join(tmpdir(), 'cache-'));
});

afterEach(async () => {
  await rm(process.env['SLIPWAY_CACHE_DIR'] ?? '', { recursive: true });
  if (before === undefined) delete process.env['SLIPWAY_CACHE_DIR'];
  else process.env['SLIPWAY_CACHE_DIR'] = before;
});

test('a stored artifact has its checksum beside it', async () => {
  await storeArtifact('example.com/tool', (file) => writeFile(file, 'tool'));
  expect(hasArtifact('example.com/tool')).toBe(true);
  expect(await readFile(artifactFile('example.com/tool'), 'utf8')).toBe('tool');
  expect(await readChecksum('example.com/tool')).toMatch(/^[0-9a-f]{64}$/);
});

test('a failure half-way leaves nothing behind', async () => {
  const half = storeArtifact('example.com/tool', async (file) => {
    await writeFile(file, 'to');
    throw new Error('disk full');
  });
  await expect(half).rejects.toThrow('disk full');
  expect(hasArtifact('example.com/tool')).toBe(false);
  expect(await readdir(dirname(artifactFile('example.com/tool')))).toEqual([]);
});

test('a file without its checksum does not count as whole', async () => {
  await storeArtifact('example.com/tool', (file) => writeFile(file, 'tool'));
  await rm(`${artifactFile('example.com/tool')}.sha256`);
  expect(hasArtifact('example.com/tool')).toBe(false);
});
