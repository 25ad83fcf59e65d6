import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Daemon } from './daemon';

const DAEMON = 'proxy';

/** What tinyproxy is told; it takes every request, to every port, so that one that should not come is seen; pure. */
export function renderProxyConfig(address: string, port: number): string {
  return `Listen ${address}\nPort ${port}\nMaxClients 200\nTimeout 600\nLogLevel Connect\n`;
}

/** A forward proxy on `address` and `port` that writes every request down, its configuration written into `directory`. */
export async function prepareProxy(directory: string, address: string, port: number): Promise<Daemon> {
  const configFile = join(directory, 'proxy.conf');
  await mkdir(directory, { recursive: true });
  await writeFile(configFile, renderProxyConfig(address, port));
  return {
    name: DAEMON,
    directory,
    argv: ['tinyproxy', '-d', '-c', configFile],
    isReady: () => accepts(address, port),
  };
}

export const proxyLog = (directory: string) => join(directory, `${DAEMON}.log`);

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

/** One request, as it came to the proxy. */
export interface ProxiedRequest {
  /** Address of the machine that asked; pods are behind that of theirs. */
  readonly client: string;
  readonly method: string;
  /** A URL, or host and port of a tunnel (method CONNECT). */
  readonly target: string;
}

const CONNECTED = / Connect \(file descriptor (\d+)\): (\S+)/;
const REQUESTED = / Request \(file descriptor (\d+)\): (\S+) (\S+)/;

/** The requests in the log of a proxy, in their order; a descriptor belongs to whoever connected last; pure. */
export function parseProxyLog(log: string): ProxiedRequest[] {
  const clients = new Map<string, string>();
  return log.split('\n').flatMap((line) => {
    const [, opened, client] = CONNECTED.exec(line) ?? [];
    if (opened !== undefined && client !== undefined) clients.set(opened, client);
    const [, descriptor = '', method, target] = REQUESTED.exec(line) ?? [];
    if (method === undefined || target === undefined) return [];
    return [{ client: clients.get(descriptor) ?? 'unknown', method, target }];
  });
}

/** Host and port that a request is for; pure. */
export function hostOfRequest({ method, target }: ProxiedRequest): string {
  return method === 'CONNECT' ? target : new URL(target).host;
}
