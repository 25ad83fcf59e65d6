import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sh } from '../../src/ssh/shell';
import type { Session } from '../../src/ssh/session';
import type { SshTarget } from '../../src/ssh/target';
import { describeWithSshd, type Sshd } from '../fakes/sshd';
import { addTestUser, missingForSudo, type TestUser } from '../fakes/test-user';
import { createSite, refusalOf, type Site } from './site';

const missingSudo = missingForSudo();
if (missingSudo !== undefined) process.stderr.write(`SKIPPED "becoming root on a real machine": ${missingSudo}\n`);

describeWithSshd('becoming root on a real machine', () => {
  let site: Site;
  let sshd: Sshd;
  const users: TestUser[] = [];
  const withSudo = missingSudo === undefined ? test : test.skip;

  beforeAll(async () => {
    site = createSite();
    sshd = await site.startSshd();
  });
  afterAll(async () => {
    await site.remove();
    for (const user of users) user.remove();
  });

  const addUser = (options: Parameters<typeof addTestUser>[0]) => {
    const user = addTestUser(options);
    users.push(user);
    return user;
  };
  const open = (user: TestUser, sudo: SshTarget['sudo']): Promise<Session> =>
    site.sessions.get(site.target(sshd, { user: user.name, sudo }));
  const byPassword = (password: string) =>
    ({ mode: 'password', passwordRef: { file: site.secretFile(password) } }) as const;
  const passwordless = { mode: 'passwordless' } as const;

  withSudo('passwordless sudo gives a root shell with root’s home, in one round trip', async () => {
    const session = await open(addUser({ sudoers: ['USER ALL=(root) NOPASSWD: ALL'] }), passwordless);
    const { stdout, stderr } = await session.run('id -u; echo $HOME; cat', { stdin: 'input' });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n/root\ninput', stderr: '' });
    expect(session.roundTrips).toBe(1);
  });

  withSudo('a password, special characters and all, reaches sudo and nobody else', async () => {
    const user = addUser({ sudoers: ['Defaults:USER timestamp_timeout=0, lecture=always', 'USER ALL=(root) ALL'] });
    const session = await open(user, byPassword(user.password));
    const result = await session.run('id -u; cat; echo end >&2', { stdin: 'line 1\nline 2\n' });
    expect(result).toEqual({ exitCode: 0, stdout: '0\nline 1\nline 2\n', stderr: 'end\n' });
    const dump = await session.run('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null');
    expect(dump.stdout).toContain('slipway-ready');
    expect(dump.stdout).not.toContain(user.password);
    expect(session.roundTrips).toBe(2);
  });

  withSudo('binary input of megabytes survives sudo with a password', async () => {
    const user = addUser({ sudoers: ['Defaults:USER use_pty', 'USER ALL=(root) ALL'] });
    const session = await open(user, byPassword(user.password));
    const content = randomBytes(3_000_000);
    const path = join(site.directory, 'by-sudo');
    await session.run(sh`cat >${path}`, { stdin: content });
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  withSudo('a password is never fed to the script when sudo does not ask for one', async () => {
    const user = addUser({ sudoers: ['USER ALL=(root) NOPASSWD: ALL'] });
    const session = await open(user, byPassword(user.password));
    expect((await session.run('cat')).stdout).toBe('');
    const cached = addUser({ sudoers: ['Defaults:USER timestamp_type=global', 'USER ALL=(root) ALL'] });
    const again = await open(cached, byPassword(cached.password));
    await again.run('true');
    expect((await again.run('cat; id -u')).stdout).toBe('0\n');
  });

  withSudo('a prompt of PAM’s or in another language changes nothing', async () => {
    const sudoers = ['Defaults:USER passprompt="Passwort für %p: ", lecture=always', 'USER ALL=(root) ALL'];
    const user = addUser({ sudoers });
    writeFileSync(`/home/${user.name}/.profile`, 'export LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=de\n');
    const session = await open(user, byPassword(user.password));
    expect((await session.run('id -u')).stdout).toBe('0\n');
  });

  withSudo('a wrong password is denied at once, tried once only, and not repeated in the message', async () => {
    const user = addUser({ sudoers: ['USER ALL=(root) ALL'] });
    const session = await open(user, byPassword('wrong-canary'));
    const error = await refusalOf(session.run('touch /never'));
    expect(error.kind).toBe('sudo-denied');
    expect(error.isRetryable).toBe(false);
    expect(error.message).toContain('did not take the password');
    expect(error.message).not.toContain('wrong-canary');
  });

  withSudo('every other refusal of sudo is named with its remedy', async () => {
    const needsPassword = addUser({ sudoers: ['USER ALL=(root) ALL'] });
    const denied = async (user: TestUser, sudo: SshTarget['sudo']) => {
      const error = await refusalOf((await open(user, sudo)).run('true'));
      expect(error.kind).toBe('sudo-denied');
      return error.message;
    };
    expect(await denied(needsPassword, passwordless)).toContain('asks for a password and none is configured');
    const requiretty = addUser({ sudoers: ['Defaults:USER requiretty', 'USER ALL=(root) NOPASSWD: ALL'] });
    expect(await denied(requiretty, passwordless)).toContain(`Defaults:${requiretty.name} !requiretty`);
    const nobody = addUser({});
    expect(await denied(nobody, byPassword(nobody.password))).toContain('does not allow this user');
    const narrow = addUser({ sudoers: ['USER ALL=(root) NOPASSWD: /usr/bin/id'] });
    const refusal = await denied(narrow, byPassword(narrow.password));
    expect(refusal).toContain('does not allow this user');
    expect(refusal).not.toContain('eval');
    expect(await denied(needsPassword, { mode: 'none' })).toContain('is not root, and sudo is not to be used');
  });

  withSudo('a password reference that cannot be read is named before a channel is opened', async () => {
    const user = addUser({ sudoers: ['USER ALL=(root) ALL'] });
    const session = await open(user, { mode: 'password', passwordRef: { env: 'SLIPWAY_NO_SUCH_VARIABLE' } });
    const error = await refusalOf(session.run('true'));
    expect(error.kind).toBe('secret-unreadable');
    expect(error.message).toContain('sudo password from environment variable SLIPWAY_NO_SUCH_VARIABLE');
    expect(session.roundTrips).toBe(0);
  });

  withSudo('noise of login scripts, on both outputs and larger than a pipe, is not taken for output', async () => {
    const user = addUser({ shell: '/bin/bash', sudoers: ['USER ALL=(root) NOPASSWD: ALL'] });
    const noisy = await site.startSshd({ config: ['SetEnv SHLVL=0'] });
    const noise = 'echo welcome; echo careful >&2; head -c 200000 /dev/zero | tr "\\0" "x"\n';
    writeFileSync(`/home/${user.name}/.bashrc`, noise);
    const session = await site.sessions.get(site.target(noisy, { user: user.name, sudo: passwordless }));
    const outcome = await session.run('echo out; echo err >&2');
    expect(outcome).toEqual({ exitCode: 0, stdout: 'out\n', stderr: 'err\n' });
  });

  test('a login without a shell is reported with what it said', async () => {
    const error = await refusalOf((await open(addUser({ shell: '/usr/sbin/nologin' }), { mode: 'none' })).run('true'));
    expect(error.kind).toBe('shell-unusable');
    expect(error.message).toContain('This account is currently not available');
    const forced = await site.startSshd({ config: ['ForceCommand echo please log in as ops'] });
    const asRoot = await site.sessions.get(site.target(forced));
    expect((await refusalOf(asRoot.run('true'))).message).toContain('please log in as ops');
  });

  for (const shell of ['csh', 'fish']) {
    const path = [`/bin/${shell}`, `/usr/bin/${shell}`].find((file) => existsSync(file));
    if (path === undefined) process.stderr.write(`SKIPPED login shell ${shell}: not installed\n`);
    const withShell = path === undefined ? test.skip : withSudo;
    withShell(`a login shell such as ${shell} passes the root shell’s command line on`, async () => {
      const user = addUser({ shell: String(path), sudoers: ['USER ALL=(root) NOPASSWD: ALL'] });
      const session = await open(user, passwordless);
      expect((await session.run("echo $(id -u) 'quoted'")).stdout).toBe('0 quoted\n');
    });
  }
});
