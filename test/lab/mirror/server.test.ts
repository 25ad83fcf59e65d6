import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMirrorServer, toFilePath } from '../../../lab/mirror/server';

let root: string;
let server: Server;
let url: string;

beforeAll(async () => {
  const base = await mkdtemp(join(tmpdir(), 'mirror-'));
  root = join(base, 'files');
  await mkdir(join(root, 'dl.k8s.io/release'), { recursive: true });
  await writeFile(join(root, 'dl.k8s.io/release/kubeadm'), 'binary');
  await writeFile(join(root, 'dl.k8s.io/release/kubeadm.sha256'), 'sum');
  await writeFile(join(base, 'secret'), 'secret');
  server = createMirrorServer(root).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(join(root, '..'), { recursive: true });
});

test('an artifact and its checksum are served under the official address without its scheme', async () => {
  const artifact = await fetch(`${url}/dl.k8s.io/release/kubeadm`);
  expect([artifact.status, artifact.headers.get('content-length')]).toEqual([200, '6']);
  expect(await artifact.text()).toBe('binary');
  expect(await (await fetch(`${url}/dl.k8s.io/release/kubeadm.sha256`)).text()).toBe('sum');
});

test('HEAD tells the size and sends nothing', async () => {
  const head = await fetch(`${url}/dl.k8s.io/release/kubeadm`, { method: 'HEAD' });
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['6', '']);
});

test.each(['/dl.k8s.io/release', '/dl.k8s.io/absent', '/%2e%2e/secret', '/dl.k8s.io/%2e%2e/%2e%2e/secret', '/%zz'])(
  '%s is not found',
  async (path) => {
    expect((await fetch(url + path)).status).toBe(404);
  },
);

test('nothing can be written', async () => {
  expect((await fetch(`${url}/dl.k8s.io/release/kubeadm`, { method: 'PUT', body: 'x' })).status).toBe(405);
});

test('no path leads out of the root', () => {
  expect(toFilePath('/a/b?c=d')).toBe('a/b');
  expect(toFilePath('/a/./b%2bc')).toBe('a/b+c');
  for (const path of ['/..', '/a/../../b', '/a/%2e%2e/b', '/.hidden', '/', '/a%00b'])
    expect(toFilePath(path)).toBeUndefined();
});
