import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithSshd, type Sshd, waitFor } from '../fakes/sshd';
import { createSite, refusalOf, type Site } from './site';

describeWithSshd('a session on a real sshd', () => {
  let site: Site;
  let sshd: Sshd;
  const open = () => site.sessions.get(site.target(sshd));

  beforeAll(async () => {
    site = createSite();
    sshd = await site.startSshd();
  });
  afterAll(() => site.remove());

  test('runs a script as root and reports exit code, stdout and stderr', async () => {
    const session = await open();
    const result = await session.run('id -u; echo oops >&2; exit 7');
    expect(result).toEqual({ exitCode: 7, stdout: '0\n', stderr: 'oops\n' });
    expect(session.node).toBe('node-1');
  });

  test('gives scripts the C locale, the standard PATH, the root directory and a plain umask', async () => {
    const session = await open();
    const { stdout } = await session.run('echo $LC_ALL $PATH $(pwd) $(umask) $#');
    expect(stdout).toBe('C /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin / 0022 0\n');
  });

  test('counts one round trip for each command', async () => {
    const session = await open();
    const before = session.roundTrips;
    await session.run('true');
    await session.run('cat >/dev/null', { stdin: 'x' });
    expect(session.roundTrips - before).toBe(2);
  });

  test('gives a script without stdin an empty one, so that nothing in it waits or eats the script', async () => {
    const session = await open();
    const { stdout } = await session.run('cat; echo one; read -r line || echo end; echo two');
    expect(stdout).toBe('one\nend\ntwo\n');
  });

  test('passes stdin on byte for byte', async () => {
    const session = await open();
    const stdin = Buffer.concat([Buffer.from([0, 255, 10, 13, 0]), randomBytes(3_000_000), Buffer.from('\n#x')]);
    const { stdout } = await session.run('sha256sum | cut -c1-64', { stdin });
    expect(stdout.trim()).toBe(createHash('sha256').update(stdin).digest('hex'));
  });

  test('runs a script of a megabyte, and none of it shows in an argument list', async () => {
    const session = await open();
    const filler = `: ${'x'.repeat(1_000)}\n`.repeat(1_000);
    const { stdout, exitCode } = await session.run(
      `${filler}marker=secret-canary; cat /proc/[0-9]*/cmdline | tr '\\0' ' '`,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('slipway-ready');
    expect(stdout).not.toContain('secret-canary');
  });

  test('delivers five megabytes of output whole, in chunks as it comes', async () => {
    const session = await open();
    let streamed = '';
    const script = 'i=0; while [ $i -lt 5 ]; do head -c 1048576 /dev/zero | tr "\\0" "$i"; i=$((i+1)); done; echo é';
    const { stdout } = await session.run(script, { onStdout: (chunk) => (streamed += chunk) });
    expect(stdout).toHaveLength(5 * 1_048_576 + 2);
    expect(stdout.endsWith('4é\n')).toBe(true);
    expect(streamed).toBe(stdout);
  });

  test('keeps going while the keys are exchanged anew', async () => {
    const rekeying = await site.startSshd({ config: ['RekeyLimit 256K'] });
    const session = await site.sessions.get(site.target(rekeying));
    const stdin = randomBytes(3_000_000);
    const { stdout } = await session.run('tee /dev/stderr | sha256sum | cut -c1-64', { stdin });
    expect(stdout.trim()).toBe(createHash('sha256').update(stdin).digest('hex'));
  });

  test('reports a shell that was killed as shells do', async () => {
    const session = await open();
    expect((await session.run('kill -KILL $$')).exitCode).toBe(137);
  });

  test('fails the command, not the process, when a listener throws', async () => {
    const session = await open();
    const onStdout = () => {
      throw new Error('listener broke');
    };
    await expect(session.run('echo x', { onStdout })).rejects.toThrow('listener broke');
  });

  test('ends a command past its limit with a timeout, and an aborted one with the reason given', async () => {
    const session = await open();
    const timeout = await refusalOf(session.run('sleep 5', { timeoutMs: 200 }));
    expect(timeout.kind).toBe('timeout');
    const reason = new Error('cancelled');
    const signal = AbortSignal.timeout(100);
    const controller = new AbortController();
    signal.addEventListener('abort', () => controller.abort(reason));
    await expect(session.run('sleep 5', { signal: controller.signal })).rejects.toBe(reason);
    await expect(session.run('echo never', { signal: controller.signal })).rejects.toBe(reason);
    expect((await session.run('echo alive')).stdout).toBe('alive\n');
  });

  test('leaves detached work of an aborted command alone', async () => {
    const session = await open();
    const file = join(site.directory, 'detached');
    const controller = new AbortController();
    const script = `setsid sh -c 'sleep 0.5; echo done >${file}' </dev/null >/dev/null 2>&1 & echo started; sleep 9`;
    const running = session.run(script, { signal: controller.signal, onStdout: () => controller.abort() });
    await expect(running).rejects.toThrow('aborted');
    await waitFor(() => existsSync(file), 'the detached work');
  });

  test('rejects with connection-lost when the server dies mid-command, and dials anew for the next one', async () => {
    const session = await open();
    const running = session.run('echo started; sleep 20', { onStdout: () => void sshd.kill() });
    const error = await refusalOf(running);
    expect(error.kind).toBe('connection-lost');
    expect(error.isRetryable).toBe(true);
    await waitFor(async () => (await refusalOf(session.run('true'))).kind === 'unreachable', 'a dead server');
    await sshd.start();
    expect((await session.run('echo back')).stdout).toBe('back\n');
    expect(await open()).toBe(session);
  });
});
