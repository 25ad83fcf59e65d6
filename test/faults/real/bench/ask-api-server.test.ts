import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { askApiServer, readAdmin } from './ask-api-server';

const directory = mkdtempSync(join(tmpdir(), 'ask-api-server-'));
const file = (name: string) => join(directory, name);
const openssl = (...argv: readonly string[]) => execFileSync('openssl', argv, { stdio: 'pipe' });
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];

function makeCa(name: string): void {
  openssl('req', '-x509', ...EC, '-subj', `/CN=${name}`, '-keyout', file(`${name}.key`), '-out', file(`${name}.crt`));
}

function sign(ca: string, name: string): void {
  const own = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
  const signer = ['-CA', file(`${ca}.crt`), '-CAkey', file(`${ca}.key`)];
  openssl('req', '-x509', ...EC, '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, ...signer, ...own);
}

function kubeconfig(ca: string, client: string): string {
  const data = (name: string) => readFileSync(file(name)).toString('base64');
  return `clusters:
- cluster:
    certificate-authority-data: ${data(`${ca}.crt`)}
    server: https://10.0.0.1:6443
users:
- name: kubernetes-admin
  user:
    client-certificate-data: ${data(`${client}.crt`)}
    client-key-data: ${data(`${client}.key`)}
`;
}

let server: Server;
let endpoint: string;

beforeAll(async () => {
  makeCa('ca');
  makeCa('other-ca');
  sign('ca', 'kubernetes');
  sign('ca', 'admin');
  sign('other-ca', 'stranger');
  const tls = {
    key: readFileSync(file('kubernetes.key')),
    cert: readFileSync(file('kubernetes.crt')),
    ca: readFileSync(file('ca.crt')),
    requestCert: true,
    rejectUnauthorized: false,
  };
  server = createServer(tls, ({ socket, url }, response) => {
    response.statusCode = (socket as TLSSocket).authorized ? 200 : 401;
    response.end(JSON.stringify({ url }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const ask = (ca: string, client: string, at = endpoint) => {
  const admin = readAdmin(kubeconfig(ca, client));
  if (admin === undefined) throw new Error('nobody is in the kubeconfig');
  return askApiServer(at, '/api', admin);
};

test('an administrator is given the object', async () => {
  expect(await ask('ca', 'admin')).toEqual({ kind: 'object', object: { url: '/api' } });
});

test.each([
  ['an administrator of another cluster', 'ca', 'stranger'],
  ['whoever trusts another cluster', 'other-ca', 'admin'],
])('%s is refused', async (_, ca, client) => {
  expect(await ask(ca, client)).toEqual({ kind: 'refusal' });
});

test('a port that nobody listens at is silent', async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  expect(await ask('ca', 'admin', `127.0.0.1:${port}`)).toEqual({ kind: 'silence' });
});

test('an admin.conf that was cut off anywhere has no administrator, or one who is refused', async () => {
  const whole = kubeconfig('ca', 'admin');
  const cuts = Array.from({ length: 20 }, (_, index) => whole.slice(0, Math.floor((whole.length * index) / 20)));
  for (const cut of cuts) {
    const admin = readAdmin(cut);
    if (admin !== undefined) expect(await askApiServer(endpoint, '/api', admin)).toEqual({ kind: 'refusal' });
  }
  expect(readAdmin('')).toBeUndefined();
});
