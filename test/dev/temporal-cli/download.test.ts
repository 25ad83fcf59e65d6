import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { downloadTemporalCli } from '../../../src/dev/temporal-cli/download';
import { useScratch } from '../scratch';

const { directory } = useScratch();
const bin = join(directory, 'bin');
const target = join(bin, 'temporal-x');
const files = new Map<string, Buffer>();
const archiveName = `temporal_cli_1.5.1_linux_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.tar.gz`;
let server: Server;
let release = '';

beforeAll(async () => {
  mkdirSync(bin);
  writeFileSync(join(directory, 'temporal'), '#!/bin/sh\necho temporal\n');
  execFileSync('tar', ['-czf', join(directory, 'archive'), '-C', directory, 'temporal']);
  server = createServer((request, response) => {
    const body = files.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  release = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => expect(readdirSync(bin).filter((name) => name !== 'temporal-x')).toEqual([]));

const download = () => downloadTemporalCli(target, () => undefined, release);

test('an archive that is not what the release says is refused', async () => {
  files.set(`/${archiveName}`, readFileSync(join(directory, 'archive')));
  files.set('/checksums.txt', Buffer.from(`${'0'.repeat(64)}  ${archiveName}\n`));
  expect(await download()).toMatch(/has SHA-256 [0-9a-f]{64}, its release says 0{64}, so it is not trusted/);
  expect(existsSync(target)).toBe(false);
});

test('an archive that the release does not list is refused', async () => {
  files.set('/checksums.txt', Buffer.from(`${'0'.repeat(64)}  other.tar.gz\n`));
  expect(await download()).toContain(`does not name ${archiveName}`);
  expect(existsSync(target)).toBe(false);
});

test('a release that is not reachable is a reason, not an exception', async () => {
  files.delete('/checksums.txt');
  expect(await download()).toContain('answers 404');
  expect(await downloadTemporalCli(target, () => undefined, 'http://127.0.0.1:1')).toContain('cannot be downloaded');
});

test('an archive with the right sum becomes an executable', async () => {
  const sum = createHash('sha256')
    .update(readFileSync(join(directory, 'archive')))
    .digest('hex');
  files.set('/checksums.txt', Buffer.from(`${'0'.repeat(64)}  other.tar.gz\n${sum}  ${archiveName}\n`));
  expect(await download()).toBeUndefined();
  expect(statSync(target).mode & 0o777).toBe(0o755);
  expect(execFileSync(target, { encoding: 'utf8' })).toBe('temporal\n');
});
