import { setTimeout as sleep } from 'node:timers/promises';
import { createSessions } from '../../src/ssh/pool';
import { describeWithSshd, type Sshd, waitFor } from '../fakes/sshd';
import { createKeyPair } from '../fakes/ssh-keys';
import { createSite, refusalOf, type Site } from './site';

describeWithSshd('the pool', () => {
  let site: Site;
  let sshd: Sshd;
  let bastion: Sshd;
  const countLogins = (server: Sshd) => server.log().split('Accepted publickey').length - 1;
  /** The log trails behind the connection. */
  const expectLogins = async (server: Sshd, logins: number) => {
    await waitFor(() => countLogins(server) >= logins, `${logins} logins`);
    expect(countLogins(server)).toBe(logins);
  };

  beforeEach(async () => {
    site = createSite();
    [sshd, bastion] = await Promise.all([site.startSshd(), site.startSshd()]);
  });
  afterEach(() => site.remove());

  const behindBastion = () => site.target(sshd, { bastion: site.target(bastion, { node: 'bastion' }) });

  test('concurrent first uses of a target share one dial and one session', async () => {
    const sessions = await Promise.all([1, 2, 3, 4].map(() => site.sessions.get(site.target(sshd))));
    expect(new Set(sessions).size).toBe(1);
    await expectLogins(sshd, 1);
  });

  test('other targets have connections of their own', async () => {
    const one = await site.sessions.get(site.target(sshd));
    const other = await site.sessions.get(site.target(sshd, { node: 'node-2' }));
    expect(other).not.toBe(one);
    expect([one.node, other.node]).toEqual(['node-1', 'node-2']);
    await expectLogins(sshd, 2);
  });

  test('a failed dial is not remembered', async () => {
    await sshd.kill();
    const failures = await Promise.all([1, 2].map(() => refusalOf(site.sessions.get(site.target(sshd)))));
    expect(failures.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable']);
    await sshd.start();
    await expect(site.sessions.get(site.target(sshd))).resolves.toBeDefined();
  });

  test('a connection without work closes itself, and the session dials again when used', async () => {
    const sessions = createSessions({ idleTimeoutMs: 150 });
    const session = await sessions.get(site.target(sshd));
    await session.run('sleep 0.4');
    await waitFor(() => sshd.connections() === 0, 'the idle connection to close');
    expect((await session.run('echo again')).stdout).toBe('again\n');
    await expectLogins(sshd, 2);
    expect(session.roundTrips).toBe(2);
    await sessions.closeAll();
  });

  test('a closed session rejects what is under way, and closing all leaves no connection', async () => {
    const session = await site.sessions.get(site.target(sshd));
    const running = refusalOf(session.run('sleep 9'));
    await sleep(300);
    await session.close();
    expect((await running).kind).toBe('connection-lost');
    await site.sessions.get(behindBastion());
    await site.sessions.closeAll();
    await waitFor(() => sshd.connections() + bastion.connections() === 0, 'all connections to close');
  });

  test('a server that stops answering without a word is noticed by keepalives', async () => {
    const target = site.target(sshd, { keepaliveIntervalMs: 100, bastion: site.target(bastion, { node: 'bastion' }) });
    const session = await site.sessions.get(target);
    const stopped = await session.run('echo $PPID');
    const pid = Number(stopped.stdout);
    const running = refusalOf(session.run('sleep 60'));
    process.kill(pid, 'SIGSTOP');
    try {
      expect((await running).kind).toBe('connection-lost');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  describe('a bastion', () => {
    test('carries the connection, shared by the nodes behind it', async () => {
      const one = await site.sessions.get(behindBastion());
      const two = await site.sessions.get({ ...behindBastion(), node: 'node-2' });
      expect((await one.run('echo $SSH_CONNECTION')).stdout).toContain(`127.0.0.1 ${sshd.port}`);
      expect((await two.run('echo two')).stdout).toBe('two\n');
      await expectLogins(bastion, 1);
      await expectLogins(sshd, 2);
    });

    test('may stand behind another', async () => {
      const outer = await site.startSshd();
      const inner = site.target(bastion, { node: 'inner', bastion: site.target(outer, { node: 'outer' }) });
      const session = await site.sessions.get(site.target(sshd, { bastion: inner }));
      expect((await session.run('echo through')).stdout).toBe('through\n');
      await expectLogins(outer, 1);
    });

    test('has its own host key verified, and so has the node behind it', async () => {
      const other = createKeyPair(site.directory, 'other');
      const hostKey = { pinned: [other.publicKey] };
      const atBastion = await refusalOf(
        site.sessions.get(site.target(sshd, { bastion: site.target(bastion, { node: 'bastion', hostKey }) })),
      );
      expect([atBastion.kind, atBastion.node]).toEqual(['host-key-changed', 'bastion']);
      const atNode = await refusalOf(site.sessions.get({ ...behindBastion(), hostKey }));
      expect([atNode.kind, atNode.node]).toEqual(['host-key-changed', 'node-1']);
    });

    test('that does not reach the node, or may not, is named', async () => {
      await sshd.kill();
      const unreached = await refusalOf(site.sessions.get(behindBastion()));
      expect(unreached.kind).toBe('channel-refused');
      expect(unreached.message).toContain(`bastion (127.0.0.1:${bastion.port})`);
      expect(unreached.message).toContain(`a connection to 127.0.0.1:${sshd.port}`);
      const closed = await site.startSshd({ config: ['AllowTcpForwarding no'] });
      const target = site.target(sshd, { bastion: site.target(closed, { node: 'closed' }) });
      expect((await refusalOf(site.sessions.get(target))).message).toContain('AllowTcpForwarding');
    });

    test('that dies takes its connections with it, and both are dialled again', async () => {
      const session = await site.sessions.get(behindBastion());
      const running = refusalOf(session.run('sleep 9'));
      await sleep(300);
      await bastion.kill();
      expect((await running).kind).toBe('connection-lost');
      await bastion.start();
      expect((await session.run('echo back')).stdout).toBe('back\n');
    });
  });
});
