import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { probeLinks } from '../../src/remote/probe-links';
import { createLocalSession } from '../fakes/local-session';
import { LocalNode } from '../fakes/local-node';

// Loopback answers at once; a busy machine does not.
jest.setTimeout(30_000);

let server: Server;
let open: number;
let closed: number;

beforeAll(async () => {
  const listen = async () => {
    const listening = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return listening;
  };
  server = await listen();
  open = (server.address() as AddressInfo).port;
  const other = await listen();
  closed = (other.address() as AddressInfo).port;
  await new Promise((resolve) => other.close(resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const target = { to: 'cp-2', address: '127.0.0.1', ping: false, patienceSeconds: 5 };

test('a port that somebody listens on is open, one that nobody does is refused: the way is free in both cases', async () => {
  const session = createLocalSession('cp-1');
  const links = await probeLinks(session, [{ ...target, ports: [open, closed] }], 1500);
  expect(links.toSorted((a, b) => Number(a.what === closed) - Number(b.what === closed))).toEqual([
    { from: 'cp-1', to: 'cp-2', what: open, result: 'open' },
    { from: 'cp-1', to: 'cp-2', what: closed, result: 'refused' },
  ]);
  expect(session.roundTrips).toBe(1);
});

test('many ways are tried in one round trip', async () => {
  const session = createLocalSession('cp-1');
  const targets = Array.from({ length: 60 }, (_, index) => ({ ...target, to: `w-${index}`, ports: [closed] }));
  const links = await probeLinks(session, targets, 1500);
  expect(links).toHaveLength(60);
  expect(links.every(({ result }) => result === 'refused')).toBe(true);
  expect(session.roundTrips).toBe(1);
});

describe('on a node with its own tools', () => {
  let node: LocalNode;
  beforeEach(() => void (node = new LocalNode()));
  afterEach(() => node.close());

  test.each([
    ['silence', 'exit 124', 'blocked'],
    ['a prohibition', 'echo "connect: No route to host" >&2; exit 1', 'blocked'],
    ['a refusal', 'echo "connect: Connection refused" >&2; exit 1', 'refused'],
  ])('%s tells %s', async (_, script, result) => {
    node.addCommand('timeout', script);
    const links = await probeLinks(node, [{ ...target, ports: [2380] }], 1500);
    expect(links).toEqual([{ from: 'node-1', to: 'cp-2', what: 2380, result }]);
  });

  test('a ping of the full MTU is tried where a small one comes through', async () => {
    node.addCommand('ping', 'case "$*" in *"-M do -s 1472"*) exit 1 ;; esac');
    expect(await probeLinks(node, [{ ...target, ports: [], ping: true }], 1500)).toEqual([
      { from: 'node-1', to: 'cp-2', what: 'ping', result: 'open' },
      { from: 'node-1', to: 'cp-2', what: 'ping-mtu', result: 'blocked' },
    ]);
  });

  test('IPv6 takes the larger headers', async () => {
    node.addCommand('ping', 'case "$*" in *"-s 1452"*) exit 1 ;; esac');
    const links = await probeLinks(node, [{ ...target, address: 'fd00::12', ports: [], ping: true }], 1500);
    expect(links).toContainEqual({ from: 'node-1', to: 'cp-2', what: 'ping-mtu', result: 'blocked' });
  });
});
