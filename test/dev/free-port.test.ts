import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { chooseFreePort, isPortFree } from '../../src/dev/free-port';

test('a port that somebody listens on is not free and not chosen', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  expect(await isPortFree(taken)).toBe(false);
  const other = await chooseFreePort([taken]);
  expect(other).not.toBe(taken);
  expect(await isPortFree(other)).toBe(true);
  server.close();
  await once(server, 'close');
  expect(await chooseFreePort([taken, other])).toBe(taken);
});
