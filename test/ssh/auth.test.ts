import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSessions } from '../../src/ssh/pool';
import type { SshAuth } from '../../src/ssh/target';
import { createKeyPair } from '../fakes/ssh-keys';
import { describeWithSshd, type Sshd } from '../fakes/sshd';
import { addTestUser, type TestUser } from '../fakes/test-user';
import { createSite, refusalOf, type Site } from './site';

/** An agent of the test's own; ssh-agent forks itself into the background and says its pid. */
function startAgent(socket: string, keyFile: string): { stop(): void } {
  const output = execFileSync('ssh-agent', ['-a', socket], { encoding: 'utf8' });
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(output)?.[1]);
  spawnSync('ssh-add', ['-q', keyFile], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  return { stop: () => process.kill(pid) };
}

/** Takes connections and says nothing. */
function startMuteServer(onConnection: (socket: Socket) => void = () => {}) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    onConnection(socket);
  });
  return new Promise<{ port: number; close(): void }>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const close = () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      };
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
}

describeWithSshd('logging in to a real sshd', () => {
  let site: Site;
  let sshd: Sshd;
  let user: TestUser;

  beforeAll(async () => {
    site = createSite();
    sshd = await site.startSshd();
    user = addTestUser();
  });
  afterAll(async () => {
    await site.remove();
    user.remove();
  });

  const login = async (auth: SshAuth, server = sshd, name = 'root') => {
    const sessions = createSessions();
    try {
      const session = await sessions.get(site.target(server, { auth, user: name }));
      return (await session.run('echo in')).stdout;
    } finally {
      await sessions.closeAll();
    }
  };

  test('a key that the server does not know is refused, saying what was tried and what it accepts', async () => {
    const stranger = createKeyPair(site.directory, 'auth-stranger');
    const error = await refusalOf(login({ privateKeyFile: stranger.privateKeyFile }));
    expect(error.kind).toBe('auth-failed');
    expect(error.isRetryable).toBe(false);
    expect(error.message).toContain(`tried key ${stranger.privateKeyFile}; the server accepts publickey`);
  });

  test('no method at all is an authentication failure that says so', async () => {
    expect((await refusalOf(login({}))).message).toContain('none is configured');
  });

  test('a key with a passphrase opens with the passphrase its reference names', async () => {
    const locked = createKeyPair(site.directory, 'locked', { passphrase: 'open sesame' });
    const server = await site.startSshd({ authorizedKeys: [locked.publicKey] });
    const privateKeyFile = locked.privateKeyFile;
    const file = site.secretFile('open sesame\n');
    await expect(login({ privateKeyFile, passphraseRef: { file } }, server)).resolves.toBe('in\n');
    process.env['SLIPWAY_TEST_PASSPHRASE'] = 'open sesame';
    const env = 'SLIPWAY_TEST_PASSPHRASE';
    await expect(login({ privateKeyFile, passphraseRef: { env } }, server)).resolves.toBe('in\n');
    delete process.env['SLIPWAY_TEST_PASSPHRASE'];
    const missing = await refusalOf(login({ privateKeyFile }, server));
    expect(missing.kind).toBe('key-unreadable');
    expect(missing.message).toContain('it is encrypted');
    const wrong = site.secretFile('open says me');
    const refused = await refusalOf(login({ privateKeyFile, passphraseRef: { file: wrong } }, server));
    expect(refused.kind).toBe('key-unreadable');
    expect(refused.message).toContain('the passphrase does not open it');
    expect(refused.message).not.toContain('says me');
    expect((await refusalOf(login({ privateKeyFile, passphraseRef: { env } }, server))).kind).toBe('secret-unreadable');
  });

  test.each(['rsa', 'ecdsa'] as const)('an %s key logs in', async (type) => {
    const key = createKeyPair(site.directory, `user-${type}`, { type });
    const server = await site.startSshd({ authorizedKeys: [key.publicKey] });
    await expect(login({ privateKeyFile: key.privateKeyFile }, server)).resolves.toBe('in\n');
  });

  test('a private key that other users can read is refused before anything is dialled', async () => {
    const open = join(site.directory, 'open-key');
    copyFileSync(site.userKey.privateKeyFile, open);
    chmodSync(open, 0o644);
    const error = await refusalOf(login({ privateKeyFile: open }));
    expect(error.kind).toBe('key-unreadable');
    expect(error.message).toContain(`its mode 644 lets other users read it. Run: chmod 600 ${open}`);
  });

  test('a missing key, a public key and a file that is no key are told apart', async () => {
    const messageFor = async (file: string) => (await refusalOf(login({ privateKeyFile: file }))).message;
    expect(await messageFor(join(site.directory, 'nowhere'))).toContain('no such file');
    const publicFile = site.secretFile(site.userKey.publicKey);
    expect(await messageFor(publicFile)).toContain('it holds a public key');
    expect(await messageFor(site.secretFile('hello'))).toContain('ssh-keygen');
  });

  test('an agent logs in: by its socket, and by SSH_AUTH_SOCK', async () => {
    const socket = join(site.directory, 'agent');
    const agent = startAgent(socket, site.userKey.privateKeyFile);
    const before = process.env['SSH_AUTH_SOCK'];
    try {
      await expect(login({ agent: socket })).resolves.toBe('in\n');
      process.env['SSH_AUTH_SOCK'] = socket;
      await expect(login({ agent: true })).resolves.toBe('in\n');
    } finally {
      agent.stop();
      if (before === undefined) delete process.env['SSH_AUTH_SOCK'];
      else process.env['SSH_AUTH_SOCK'] = before;
    }
  });

  test('an agent that is not there is named in the failure, and the methods after it are still tried', async () => {
    const agent = join(site.directory, 'no-agent');
    const error = await refusalOf(login({ agent }));
    expect(error.kind).toBe('auth-failed');
    expect(error.message).toContain('agent: Failed to connect to agent');
    const server = await site.startSshd({ config: ['PasswordAuthentication yes'] });
    const passwordRef = { file: site.secretFile(user.password) };
    const target = site.target(server, { user: user.name, auth: { agent, passwordRef } });
    const session = await site.sessions.get(target);
    expect((await refusalOf(session.run('true'))).message).toContain(`${user.name} is not root`);
  });

  test.each(['PasswordAuthentication', 'KbdInteractiveAuthentication'])(
    'a password logs in by %s, and a wrong one does not',
    async (method) => {
      const server = await site.startSshd({ config: [`${method} yes`] });
      const file = site.secretFile(`${user.password}\n`);
      const target = site.target(server, { user: user.name, auth: { passwordRef: { file } } });
      await expect(site.sessions.get(target)).resolves.toBeDefined();
      const wrong = { file: site.secretFile('wrong-canary') };
      const error = await refusalOf(site.sessions.get({ ...target, auth: { passwordRef: wrong } }));
      expect(error.kind).toBe('auth-failed');
      expect(error.message).not.toContain('wrong-canary');
    },
  );

  test('a port without a listener is unreachable, and one that never speaks times out', async () => {
    const gone = await site.startSshd();
    await gone.kill();
    const error = await refusalOf(site.sessions.get(site.target(gone)));
    expect(error.kind).toBe('unreachable');
    expect(error.message).toContain('ECONNREFUSED');
    const silent = await startMuteServer();
    const target = site.target(gone, { port: silent.port, connectTimeoutMs: 200 });
    expect((await refusalOf(site.sessions.get(target))).kind).toBe('timeout');
    silent.close();
  });

  test('a server that hangs up before its greeting is unreachable: it may have too many callers', async () => {
    const rude = await startMuteServer((socket) => socket.destroy());
    const error = await refusalOf(site.sessions.get(site.target(sshd, { port: rude.port })));
    expect(error.kind).toBe('unreachable');
    expect(error.isRetryable).toBe(true);
    rude.close();
  });

  test('a server with outdated algorithms only is a mismatch', async () => {
    const old = await site.startSshd({ config: ['KexAlgorithms diffie-hellman-group14-sha1'] });
    expect((await refusalOf(site.sessions.get(site.target(old)))).kind).toBe('protocol-mismatch');
  });
});
