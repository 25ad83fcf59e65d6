import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Tampering, TamperingMirror } from './tampering-mirror';

/** What begins every program for amd64. Source: elf(5), `e_ident`, `e_type` and `e_machine`. */
const AMD64 = Buffer.from('7f454c4602010100000000000000000002003e0001000000', 'hex');

const open: (() => void)[] = [];
let upstream: Server;

beforeEach(async () => {
  upstream = createServer((_, response) => response.end(AMD64));
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
});
afterEach(() => {
  for (const close of open.splice(0)) close();
  upstream.close();
});

async function askThrough(...tamperings: Tampering[]): Promise<Buffer> {
  const { port } = upstream.address() as AddressInfo;
  const mirror = new TamperingMirror(`http://127.0.0.1:${port}`, { '/kubeadm': tamperings });
  open.push(() => mirror.close());
  const own = await mirror.listen('127.0.0.1', 0);
  return Buffer.from(await (await fetch(`http://127.0.0.1:${own}/v1/kubeadm`)).arrayBuffer());
}

test('a program for another architecture has the size of the right one, and a header of arm64', async () => {
  const body = await askThrough('foreign');
  expect(body).toHaveLength(AMD64.length);
  expect(body.readUInt16LE(18)).toBe(183);
  expect([...body].filter((byte, at) => byte !== AMD64[at])).toEqual([183]);
});

test('a mirror is honest once its plan is through', async () => {
  expect(await askThrough()).toEqual(AMD64);
});
