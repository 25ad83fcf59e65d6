import { createSessions } from '../../src/ssh/pool';
import { describeWithSshd } from '../fakes/sshd';
import { createSite, refusalOf, type Site } from './site';

describeWithSshd('channels of one connection', () => {
  let site: Site;

  beforeEach(() => {
    site = createSite();
  });
  afterEach(() => site.remove());

  const runMany = async (config: string[], commands: number) => {
    const sshd = await site.startSshd({ config });
    const session = await site.sessions.get(site.target(sshd));
    const all = Array.from({ length: commands }, (_, index) => session.run(`sleep 0.05; echo ${index}`));
    const outputs = (await Promise.all(all)).map(({ stdout }) => Number(stdout));
    return { outputs, session, logins: sshd.log().split('Accepted publickey').length - 1 };
  };

  test.each([1, 2, 10])(
    'a server with MaxSessions %i runs twenty commands at once, some of them later',
    async (limit) => {
      const { outputs, session, logins } = await runMany([`MaxSessions ${limit}`], 20);
      expect(outputs).toEqual(Array.from({ length: 20 }, (_, index) => index));
      expect(session.roundTrips).toBe(20);
      expect(logins).toBe(1);
    },
  );

  test('no more channels are open than the pool allows', async () => {
    const sshd = await site.startSshd();
    const sessions = createSessions({ maxChannels: 3 });
    const session = await sessions.get(site.target(sshd));
    let running = 0;
    let most = 0;
    const onStdout = (chunk: string) => {
      running += chunk.includes('in') ? 1 : 0;
      most = Math.max(most, running);
    };
    const runOne = async () => {
      await session.run('echo in; sleep 0.2', { onStdout });
      running -= 1;
    };
    await Promise.all(Array.from({ length: 9 }, runOne));
    expect(most).toBe(3);
    await sessions.closeAll();
  });

  test('a command that waits for a channel can be aborted and times out, and its place is not lost', async () => {
    const sshd = await site.startSshd({ config: ['MaxSessions 1'] });
    const sessions = createSessions({ maxChannels: 1 });
    const session = await sessions.get(site.target(sshd));
    const first = session.run('sleep 0.6; echo first');
    const waiting = refusalOf(session.run('echo second', { timeoutMs: 100 }));
    const aborted = session.run('echo third', { signal: AbortSignal.timeout(150) });
    await expect(aborted).rejects.toThrow('timeout');
    expect((await waiting).kind).toBe('timeout');
    expect((await first).stdout).toBe('first\n');
    expect((await session.run('echo fourth')).stdout).toBe('fourth\n');
    await sessions.closeAll();
  });

  test('a server that allows no session at all is named within seconds', async () => {
    const sshd = await site.startSshd({ config: ['MaxSessions 0'] });
    const session = await site.sessions.get(site.target(sshd));
    const error = await refusalOf(session.run('true'));
    expect(error.kind).toBe('channel-refused');
    expect(error.message).toContain('MaxSessions');
  }, 15_000);
});
