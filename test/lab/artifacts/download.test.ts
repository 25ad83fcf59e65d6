import { readFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inTemporaryDirectory } from '../../../lab/artifacts/archive';
import type { Artifact } from '../../../lab/artifacts/artifact';
import { hashText } from '../../../lab/artifacts/checksum';
import { officialDownloads } from '../../../lab/artifacts/download';

let server: Server;
let host: string;
let probes: number;
const pages: Record<string, string> = {
  '/tool': 'the tool',
  '/tool.sha256': hashText('the tool'),
  '/forged': 'something else',
  '/forged.sha256': hashText('the tool'),
};

beforeEach(async () => {
  probes = 0;
  server = createServer((request, response) => {
    if (request.method === 'HEAD') probes += 1;
    const page = pages[request.url ?? ''];
    response.writeHead(page === undefined ? 404 : 200).end(page);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

const artifactAt = (path: string, isPublished = true): Artifact => ({
  path: `${host}/${path}`,
  ...(isPublished ? { official: { kind: 'file', checksumUrl: `https://${host}/${path}.sha256` } } : {}),
  make: { kind: 'go-module-file', module: 'm', version: 'v1', file: 'f' },
});

const fetchOne = (artifact: Artifact) =>
  inTemporaryDirectory(async (directory) => {
    const file = join(directory, 'file');
    const found = await officialDownloads('http').fetchInto(artifact, file);
    return found ? readFile(file, 'utf8') : undefined;
  });

test('what the official host has is downloaded when its checksum is the published one', async () => {
  await expect(fetchOne(artifactAt('tool'))).resolves.toBe('the tool');
});

test('a download with another checksum is an error that names both', async () => {
  await expect(fetchOne(artifactAt('forged'))).rejects.toThrow(
    `sha256 ${hashText('something else')}, published is ${hashText('the tool')}`,
  );
});

test('what the official host does not have is left to be made', async () => {
  await expect(fetchOne(artifactAt('absent'))).resolves.toBeUndefined();
});

test('what nobody publishes is not asked for', async () => {
  await expect(fetchOne(artifactAt('tool', false))).resolves.toBeUndefined();
  expect(probes).toBe(0);
});

test('a host is probed once, however many artifacts it has', async () => {
  const downloads = officialDownloads('http');
  await inTemporaryDirectory(async (directory) => {
    await downloads.fetchInto(artifactAt('tool'), join(directory, 'a'));
    await downloads.fetchInto(artifactAt('tool'), join(directory, 'b'));
  });
  expect(probes).toBe(1);
});

test('a host that does not answer leaves everything to be made', async () => {
  const closed = artifactAt('tool');
  await new Promise((resolve) => server.close(resolve));
  await expect(fetchOne(closed)).resolves.toBeUndefined();
  server.listen(0);
});
