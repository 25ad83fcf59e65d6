import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHostKeyCheck } from '../../src/ssh/host-key-check';
import { createSessions } from '../../src/ssh/pool';
import type { HostKeyPolicy } from '../../src/ssh/target';
import { createKeyPair } from '../fakes/ssh-keys';
import { describeWithSshd, type Sshd } from '../fakes/sshd';
import { createSite, refusalOf, type Site } from './site';

describeWithSshd('host keys of a real sshd', () => {
  let site: Site;
  let sshd: Sshd;
  let files = 0;

  beforeAll(async () => {
    site = createSite();
    sshd = await site.startSshd({ hostKeyTypes: ['rsa', 'ecdsa', 'ed25519'] });
  });
  afterAll(() => site.remove());

  const keyOf = (type: string) => {
    const key = sshd.hostKeys.find(({ publicKey }) => publicKey.includes(type));
    if (key === undefined) throw new Error(`no ${type} host key`);
    return key;
  };
  const knownHosts = (...lines: string[]) => {
    files += 1;
    const file = join(site.directory, `known-hosts-${files}`);
    writeFileSync(file, lines.join('\n'));
    return file;
  };
  const name = () => `[127.0.0.1]:${sshd.port}`;
  /** Each connects anew: a pooled connection would not be verified again. */
  const connect = async (hostKey: HostKeyPolicy) => {
    const sessions = createSessions();
    try {
      const session = await sessions.get(site.target(sshd, { hostKey }));
      return (await session.run('echo in')).stdout;
    } finally {
      await sessions.closeAll();
    }
  };

  test('an unknown key is refused, naming algorithm, fingerprint and what to do', async () => {
    const error = await refusalOf(connect({}));
    expect(error.kind).toBe('host-key-unknown');
    expect(error.isRetryable).toBe(false);
    expect(error.message).toContain(`ssh-ed25519 ${keyOf('ed25519').fingerprint}`);
    expect(error.message).toContain('hostKeys');
    expect(error.message).toContain(`node-1 (127.0.0.1:${sshd.port})`);
  });

  test('an unknown key is refused when the known_hosts file is missing or speaks of other hosts', async () => {
    const file = knownHosts(`[127.0.0.1]:1 ${keyOf('ed25519').publicKey}`, `127.0.0.1 ${keyOf('ed25519').publicKey}`);
    expect((await refusalOf(connect({ knownHostsFile: file }))).kind).toBe('host-key-unknown');
    const missing = join(site.directory, 'no-such-file');
    expect((await refusalOf(connect({ knownHostsFile: missing }))).kind).toBe('host-key-unknown');
    expect(existsSync(missing)).toBe(false);
  });

  test.each(['ed25519', 'ecdsa', 'rsa'])('the one key that known_hosts has (%s) is the one asked for', async (type) => {
    const file = knownHosts('# a comment', `${name()} ${keyOf(type).publicKey} a comment`, 'garbage');
    await expect(connect({ knownHostsFile: file })).resolves.toBe('in\n');
  });

  test('entries hashed by ssh-keygen are found', async () => {
    const file = knownHosts(`${name()} ${keyOf('ed25519').publicKey}`, '');
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    expect(readFileSync(file, 'utf8')).toMatch(/^\|1\|/);
    await expect(connect({ knownHostsFile: file })).resolves.toBe('in\n');
  });

  test('a changed key is refused although first use would be trusted, naming the line', async () => {
    const other = createKeyPair(site.directory, 'other-host');
    const file = knownHosts('# one', `${name()} ${other.publicKey}`);
    const error = await refusalOf(connect({ knownHostsFile: file, trustOnFirstUse: true }));
    expect(error.kind).toBe('host-key-changed');
    expect(error.message).toContain(`${file}:2`);
    expect(error.message).toContain(keyOf('ed25519').fingerprint);
  });

  test('a key by another algorithm than the known one counts as changed', async () => {
    const plain = await site.startSshd({ hostKeyTypes: ['ed25519'] });
    const file = knownHosts(`[127.0.0.1]:${plain.port} ${keyOf('rsa').publicKey}`);
    const target = site.target(plain, { hostKey: { knownHostsFile: file, trustOnFirstUse: true } });
    expect((await refusalOf(site.sessions.get(target))).kind).toBe('host-key-changed');
  });

  test('trust on first use stores the key, pins it, and refuses the next one', async () => {
    const fresh = await site.startSshd();
    const file = knownHosts('other.example ssh-ed25519 AAAA'); // no line break at the end
    const target = site.target(fresh, { hostKey: { knownHostsFile: file, trustOnFirstUse: true } });
    await site.sessions.get(target);
    const stored = `[127.0.0.1]:${fresh.port} ${fresh.hostKeys[0]?.publicKey}\n`;
    expect(readFileSync(file, 'utf8')).toBe(`other.example ssh-ed25519 AAAA\n${stored}`);
    await fresh.kill();
    await fresh.start();
    await site.sessions.get(target);
    await fresh.kill();
    await fresh.start(['ed25519']);
    expect((await refusalOf(site.sessions.get(target))).kind).toBe('host-key-changed');
    expect(readFileSync(file, 'utf8')).toBe(`other.example ssh-ed25519 AAAA\n${stored}`);
  });

  test('trust on first use makes a private file, and many first dials store one line', async () => {
    const file = join(site.directory, 'new-directory', 'known_hosts');
    const hostKey = { knownHostsFile: file, trustOnFirstUse: true };
    await Promise.all([connect(hostKey), connect(hostKey), connect(hostKey)]);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a failed login stores the key too: the server has proved that it holds it', async () => {
    const file = join(site.directory, 'after-failure');
    const hostKey = { knownHostsFile: file, trustOnFirstUse: true };
    const stranger = createKeyPair(site.directory, 'stranger');
    const target = site.target(sshd, { hostKey, auth: { privateKeyFile: stranger.privateKeyFile } });
    expect((await refusalOf(site.sessions.get(target))).kind).toBe('auth-failed');
    expect(readFileSync(file, 'utf8')).toContain(name());
  });

  test('a pinned key or fingerprint is trusted, and then known_hosts does not matter', async () => {
    const other = createKeyPair(site.directory, 'pinned-other');
    const file = knownHosts(`${name()} ${other.publicKey}`);
    await expect(connect({ pinned: [keyOf('rsa').publicKey], knownHostsFile: file })).resolves.toBe('in\n');
    await expect(connect({ pinned: [`${keyOf('ecdsa').publicKey} root@node`] })).resolves.toBe('in\n');
    await expect(connect({ pinned: [other.publicKey, keyOf('ed25519').fingerprint] })).resolves.toBe('in\n');
    await expect(connect({ pinned: [`${keyOf('ed25519').fingerprint}=`] })).resolves.toBe('in\n');
  });

  test('a key other than the pinned ones is refused, whatever known_hosts and first use would say', async () => {
    const other = createKeyPair(site.directory, 'pin-wrong');
    const file = knownHosts(`${name()} ${keyOf('ed25519').publicKey}`);
    const hostKey = { pinned: [other.fingerprint], knownHostsFile: file, trustOnFirstUse: true };
    const error = await refusalOf(connect(hostKey));
    expect(error.kind).toBe('host-key-changed');
    expect(error.message).toContain(other.fingerprint);
  });

  test('a revoked key is refused even when pinned', async () => {
    const file = knownHosts(`@revoked * ${keyOf('ed25519').publicKey}`);
    const error = await refusalOf(connect({ pinned: [keyOf('ed25519').publicKey], knownHostsFile: file }));
    expect(error.kind).toBe('host-key-revoked');
    expect(error.message).toContain(`${file}:1`);
  });

  test('a host whose certificate authority is known is refused, first use or not, and says why', async () => {
    const authority = createKeyPair(site.directory, 'authority');
    const file = knownHosts(`@cert-authority [127.0.0.*]:* ${authority.publicKey}`);
    const error = await refusalOf(connect({ knownHostsFile: file, trustOnFirstUse: true }));
    expect(error.kind).toBe('host-key-unknown');
    expect(error.message).toContain('host certificates are not verified');
  });

  test('a known_hosts file that cannot be read is an error, not an empty one', async () => {
    const error = await refusalOf(connect({ knownHostsFile: site.directory, trustOnFirstUse: true }));
    expect(error.kind).toBe('known-hosts-unreadable');
  });
});

describe('the check of one connection', () => {
  test('demands the first key again at every later key exchange', () => {
    const hostKey = { knownHostsFile: '/nonexistent/known_hosts', trustOnFirstUse: true };
    const target = { node: 'n', host: 'h', port: 22, user: 'root', auth: {}, hostKey, sudo: { mode: 'none' } } as const;
    const check = createHostKeyCheck(target, { pinned: [], known: [], trustOnFirstUse: true });
    const blob = (last: number) => Buffer.from([0, 0, 0, 11, ...Buffer.from('ssh-ed25519'), 0, 0, 0, 1, last]);
    expect([check.accepts(blob(1)), check.accepts(blob(1)), check.accepts(blob(2))]).toEqual([true, true, false]);
  });
});
