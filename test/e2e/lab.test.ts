import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Lab, createLab, whyLabCannotRun } from '../../lab';
import { inTemporaryDirectory } from '../../lab/artifacts/archive';
import { readChecksum } from '../../lab/artifacts/cache';
import { PATHS } from '../../lab/artifacts/paths';
import { hashFile } from '../../lab/artifacts/checksum';
import { extractFromImage } from '../../lab/artifacts/image-member';
import { attempt, run } from '../../lab/command';
import { labDirectory, projectRoot } from '../../lab/paths';
import { serviceUrls } from '../../lab/services/services';

const NAMES = { one: 'e2e-one', two: 'e2e-two', killed: 'e2e-killed' };
const SETTINGS_OF_THE_KERNEL = /^(?!net\.|fs\.(dentry|inode|file-nr|aio-nr|quota)|kernel\.(random|ns_last_pid|pty))/;

const CAP_SYS_TIME = 1n << 25n;

jest.setTimeout(180_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

/** What no machine may change: settings of the kernel, swap, and how far the clock is from the time since boot. */
async function readHost() {
  const settings = (await attempt(['sysctl', '-a'])).stdout
    .split('\n')
    .filter((line) => SETTINGS_OF_THE_KERNEL.test(line));
  const swaps = await readFile('/proc/swaps', 'utf8');
  const clockOffsetMs = Date.now() - Number(process.hrtime.bigint() / 1_000_000n);
  return { settings, swaps, clockOffsetMs };
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

async function findRemains(name: string): Promise<string> {
  const filter = `label=slipway.lab=${name}`;
  const containers = await run(['podman', 'ps', '--all', '--quiet', '--filter', filter]);
  const networks = await run(['podman', 'network', 'ls', '--quiet', '--filter', filter]);
  return containers + networks + (existsSync(labDirectory(name)) ? labDirectory(name) : '');
}

(obstacle === undefined ? describe : describe.skip)('the lab', () => {
  const one = createLab({ name: NAMES.one, controlPlanes: 1, workers: 0 });
  const two = createLab({ name: NAMES.two, controlPlanes: 0, workers: 1 });

  /** Runs a command with the rights that a service or a login of the machine has. */
  async function runOn(lab: Lab, machine: string, ...argv: readonly string[]): Promise<string> {
    const result = await lab.exec(machine, ['systemd-run', '--quiet', '--collect', '--pipe', '--wait', '--', ...argv]);
    return (result.stdout + result.stderr).trim();
  }

  beforeAll(async () => {
    await Promise.all([one.up(), two.up()]);
  }, 600_000);

  afterAll(async () => {
    await Promise.all(Object.values(NAMES).map((name) => createLab({ name }).down()));
  }, 120_000);

  test('a second up changes nothing', async () => {
    await expect(one.up()).resolves.toMatchObject({ booted: [], servicesStarted: 0 });
  });

  test('two labs stand side by side, each with a network, services and keys of its own', async () => {
    const [first, second] = [await one.status(), await two.status()];
    expect(first?.services).toEqual({ registry: true, mirror: true, proxy: false });
    expect(second?.services).toEqual({ registry: true, mirror: true, proxy: false });
    expect(first?.urls).not.toEqual(second?.urls);
    expect(first?.machines[0]?.hostKey).not.toBe(second?.machines[0]?.hostKey);
    expect(await runOn(one, 'cp-1', 'cat', '/etc/machine-id')).not.toBe(
      await runOn(two, 'worker-1', 'cat', '/etc/machine-id'),
    );
  });

  test('the user of a machine logs in with the key of its lab, against the pinned host key, and is root by sudo', async () => {
    const main = join(projectRoot(), 'dist', 'lab', 'main.js');
    const ssh = (name: string, machine: string, ...argv: readonly string[]) =>
      attempt([process.execPath, main, 'ssh', '--name', name, machine, '--', ...argv]);
    expect((await ssh(NAMES.one, 'cp-1', 'sudo', '-n', 'id', '-un')).stdout).toBe('root\n');
    const refused = await ssh(NAMES.two, 'worker-1', 'sudo', '-n', 'id', '-un');
    expect([refused.exitCode, refused.stderr]).toEqual([1, 'sudo: a password is required\n']);
  });

  test('machines reach the registry and the mirror of their lab, and get what the checksum says', async () => {
    const { mirrorUrl, registryUrl } = serviceUrls((await one.status())?.state.network ?? '');
    const kubeadm = `${mirrorUrl}/dl.k8s.io/release/v1.34.4/bin/linux/amd64/kubeadm`;
    const sum = await runOn(one, 'cp-1', 'sh', '-c', `curl -sf ${kubeadm} | sha256sum | cut -c1-64`);
    expect(sum).toBe(await runOn(one, 'cp-1', 'curl', '-sf', `${kubeadm}.sha256`));
    const tags = await runOn(one, 'cp-1', 'curl', '-sf', `${registryUrl}/v2/kube-apiserver/tags/list`);
    expect(JSON.parse(tags).tags).toContain('v1.34.4');
  });

  test('a program is taken out of an image of the registry where its official image can be reached', async () => {
    const { registryUrl } = serviceUrls((await one.status())?.state.network ?? '');
    const reference = `${registryUrl.replace('http://', '')}/pause:3.10.1`;
    await inTemporaryDirectory(async (directory) => {
      const file = join(directory, 'pause');
      const image = { kind: 'image', reference, member: 'pause' } as const;
      expect(await extractFromImage(image, file, { isTls: false })).toBe(true);
      expect(await hashFile(file)).toBe(await readChecksum(PATHS.pause('3.10.1')));
      const absent = { ...image, reference: reference.replace('3.10.1', 'absent') };
      expect(await extractFromImage(absent, file, { isTls: false })).toBe(false);
      await expect(extractFromImage({ ...image, member: 'play' }, file, { isTls: false })).rejects.toThrow('/play');
    });
  });

  test('nothing a machine does changes the swap, the clock or the settings of the host', async () => {
    const before = await readHost();
    await runOn(one, 'cp-1', 'sysctl', '-w', 'vm.swappiness=7', 'kernel.panic=99', 'fs.file-max=123456');
    expect(await runOn(one, 'cp-1', 'sysctl', '-n', 'vm.swappiness', 'kernel.panic')).toBe('7\n99');
    await runOn(one, 'cp-1', 'sysctl', '-w', 'net.ipv4.ip_forward=1', 'kernel.shmmni=4097');
    expect(await runOn(one, 'cp-1', 'date', '--set', '2001-02-03')).toContain('cannot set date');
    await runOn(one, 'cp-1', 'swapoff', '--all');
    expect(
      await runOn(one, 'cp-1', 'sh', '-c', 'dd if=/dev/zero of=/swap bs=1M count=1; mkswap /swap; swapon /swap'),
    ).toMatch(/swapon failed/);
    const capabilities = BigInt(`0x${await runOn(one, 'cp-1', 'sed', '-n', 's/CapBnd:\t//p', '/proc/self/status')}`);
    expect(capabilities & CAP_SYS_TIME).toBe(0n);
    expect(await runOn(one, 'cp-1', 'systemctl', 'is-active', 'chrony')).toBe('active');
    const after = await readHost();
    expect(after.settings).toEqual(before.settings);
    expect(after.swaps).toBe(before.swaps);
    expect(Math.abs(after.clockOffsetMs - before.clockOffsetMs)).toBeLessThan(1_000);
  });

  test('control groups of a machine are not those of another one, in any hierarchy', async () => {
    const [first, second] = [
      { lab: one, name: 'cp-1' },
      { lab: two, name: 'worker-1' },
    ];
    const unit = ['--unit=lab-own', '--slice=lab-own.slice', 'sleep', '60'];
    expect((await first.lab.exec(first.name, ['systemd-run', '--quiet', ...unit])).exitCode).toBe(0);
    const find = ['find', '/sys/fs/cgroup', '-name', 'lab-own.slice'];
    expect(await runOn(first.lab, first.name, ...find)).not.toBe('');
    expect(await runOn(second.lab, second.name, ...find)).toBe('');
    await first.lab.exec(first.name, ['systemctl', 'stop', 'lab-own.service']);
  });

  test('a power cut ends everything at once, and a boot finds what was on the disk, under a new boot id', async () => {
    const readIds = () => runOn(one, 'cp-1', 'cat', '/etc/machine-id', '/etc/ssh/ssh_host_ed25519_key.pub');
    const readBootId = () => runOn(one, 'cp-1', 'cat', '/proc/sys/kernel/random/boot_id');
    const [ids, bootId] = [await readIds(), await readBootId()];
    await runOn(one, 'cp-1', 'sh', '-c', 'echo kept > /var/lib/kept; echo lost > /run/lost');
    await one.powerCut('cp-1');
    expect((await one.status())?.machines[0]?.state).toBe('off');
    await one.boot('cp-1');
    expect(await runOn(one, 'cp-1', 'cat', '/var/lib/kept')).toBe('kept');
    expect(await runOn(one, 'cp-1', 'ls', '/run/lost')).toContain('No such file');
    expect(await readIds()).toBe(ids);
    const { mirrorUrl } = serviceUrls((await one.status())?.state.network ?? '');
    expect(await runOn(one, 'cp-1', 'curl', '-sf', mirrorUrl)).toBe('artifact mirror of a lab');
    expect(await readBootId()).not.toBe(bootId);
    expect(await runOn(one, 'cp-1', 'systemctl', 'is-system-running')).toBe('running');
  });

  test('a lab that is up grows and leaves its machines running', async () => {
    const readBootId = () => runOn(one, 'cp-1', 'cat', '/proc/sys/kernel/random/boot_id');
    const bootId = await readBootId();
    const grown = await createLab({ name: NAMES.one, workers: 1 }).up();
    expect(grown.booted).toEqual(['worker-1']);
    expect(await readBootId()).toBe(bootId);
  });

  test('a link can be cut, slowed and healed', async () => {
    const address = (await one.machines()).find(({ name }) => name === 'cp-1')?.address ?? '';
    const ping = () => runOn(one, 'worker-1', 'ping', '-q', '-c', '3', '-i', '0.2', '-W', '1', address);
    const averageMs = (text: string) => Number(/= [\d.]+\/([\d.]+)\//.exec(text)?.[1]);
    await one.cutLink('cp-1');
    expect((await one.status())?.machines[0]?.link).toBe('cut');
    expect(await ping()).toContain('100% packet loss');
    await one.healLink('cp-1');
    await one.slowLink('cp-1', { delayMs: 60, lossPercent: 0 });
    expect((await one.status())?.machines[0]?.link).toBe('slow');
    expect(averageMs(await ping())).toBeGreaterThanOrEqual(60);
    await one.slowLink('cp-1', { delayMs: 0, lossPercent: 100 });
    expect(await ping()).toContain('100% packet loss');
    await one.healLink('cp-1');
    expect((await one.status())?.machines[0]?.link).toBe('up');
    expect(averageMs(await ping())).toBeLessThan(30);
  });

  test('an up that is killed half-way can be taken down without a trace', async () => {
    const main = join(projectRoot(), 'dist', 'lab', 'main.js');
    const up = spawn(process.execPath, [main, 'up', '--name', NAMES.killed, '--control-planes', '1', '--workers', '1']);
    while (!(await findRemains(NAMES.killed)).includes(labDirectory(NAMES.killed))) await sleep(20);
    up.kill('SIGKILL');
    await once(up, 'close');
    await createLab({ name: NAMES.killed }).down();
    expect(await findRemains(NAMES.killed)).toBe('');
  });

  test('a lab that is taken down leaves nothing, and taking it down again is no error', async () => {
    const services = join(labDirectory(NAMES.two), 'services');
    const pids = ['registry', 'mirror'].map(
      (name) => JSON.parse(readFileSync(join(services, `${name}.pid`), 'utf8')).pid,
    );
    expect(pids.filter(isAlive)).toEqual(pids);
    await two.down();
    expect(await findRemains(NAMES.two)).toBe('');
    expect(pids.filter(isAlive)).toEqual([]);
    await two.down();
    expect(await two.status()).toBeUndefined();
  });
});
