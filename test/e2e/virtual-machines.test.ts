import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { createLab, whyLabCannotRun } from '../../lab';
import { attempt } from '../../lab/command';
import { labFiles } from '../../lab/lab-state';
import { labDirectory, projectRoot } from '../../lab/paths';
import { tapOf } from '../../lab/network/bridge';
import { serviceUrls } from '../../lab/services/services';

const NAME = 'e2e-virtual';
const VIRTUAL = 'worker-1';
/** A machine that is emulated boots in half a minute on a quiet host. */
const BOOT_MS = 660_000;

jest.setTimeout(180_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a machine with a kernel of its own', () => {
  const lab = createLab({
    name: NAME,
    controlPlanes: 1,
    workers: 1,
    virtualMachines: { [VIRTUAL]: { hasSwap: true, hasFirewall: true } },
  });
  const runOn = async (machine: string, script: string): Promise<string> => {
    const { stdout, stderr } = await lab.exec(machine, ['sh', '-c', script]);
    return (stdout + stderr).trim();
  };
  const addressOf = async (name: string) => (await lab.machines()).find((machine) => machine.name === name)?.address;

  beforeAll(() => lab.up(), BOOT_MS + 600_000);
  afterAll(() => lab.down(), 120_000);

  test('stands in one network with machines in containers, and reaches the same services', async () => {
    const { mirrorUrl, registryUrl } = serviceUrls((await lab.status())?.state.network ?? '');
    expect(await runOn(VIRTUAL, `curl -sf ${mirrorUrl}`)).toBe('artifact mirror of a lab');
    expect(await runOn(VIRTUAL, `curl -sf ${registryUrl}/v2/pause/tags/list`)).toContain('"3.10.1"');
    expect(await runOn('cp-1', `nc -z -w 5 ${await addressOf(VIRTUAL)} 22 && echo open`)).toBe('open');
    expect(await runOn(VIRTUAL, `nc -z -w 5 ${await addressOf('cp-1')} 22 && echo open`)).toBe('open');
  });

  test('lets its user in by the key of the lab, against the host key that was pinned before it booted', async () => {
    const main = join(projectRoot(), 'dist', 'lab', 'main.js');
    const login = ['ssh', '--name', NAME, VIRTUAL, '--', 'hostname; id -un; cat /etc/machine-id'];
    const { stdout, stderr } = await attempt([process.execPath, main, ...login]);
    const machineId = await readFile(join(labFiles(NAME).identity(VIRTUAL), 'etc/machine-id'), 'utf8');
    expect([stdout, stderr]).toEqual([`${VIRTUAL}\nops\n${machineId}`, '']);
  });

  test('has the cgroups, the swap, the firewall and the modules that a container cannot have', async () => {
    expect(await runOn(VIRTUAL, 'uname -r')).not.toBe(release());
    expect(await runOn(VIRTUAL, 'stat -fc %T /sys/fs/cgroup')).toBe('cgroup2fs');
    expect(await runOn(VIRTUAL, 'swapon --noheadings --show=NAME; systemctl is-active firewalld')).toBe(
      '/swapfile\nactive',
    );
    expect(await runOn(VIRTUAL, 'modprobe -a ip_vs ipip && grep -cE "^(ip_vs|ipip) " /proc/modules')).toBe('2');
  });

  test('sets a clock that is its own', async () => {
    const before = Date.now() - Number(process.hrtime.bigint() / 1_000_000n);
    expect(await runOn(VIRTUAL, 'date --set 2031-02-03 > /dev/null && date +%Y')).toBe('2031');
    const after = Date.now() - Number(process.hrtime.bigint() / 1_000_000n);
    expect(Math.abs(after - before)).toBeLessThan(1_000);
    expect(await runOn(VIRTUAL, `date --set @${Math.floor(Date.now() / 1000)} > /dev/null; swapoff -a`)).toBe('');
  });

  test('has a link that can be cut, slowed and healed', async () => {
    const readLink = async () => (await lab.status())?.machines.find(({ name }) => name === VIRTUAL)?.link;
    const isReached = async () => runOn('cp-1', `nc -z -w 3 ${await addressOf(VIRTUAL)} 22 && echo yes || echo no`);
    await lab.cutLink(VIRTUAL);
    expect([await readLink(), await isReached()]).toEqual(['cut', 'no']);
    await lab.healLink(VIRTUAL);
    expect([await readLink(), await isReached()]).toEqual(['up', 'yes']);
    await lab.slowLink(VIRTUAL, { delayMs: 10, lossPercent: 100 });
    expect([await readLink(), await isReached()]).toEqual(['slow', 'no']);
    await lab.healLink(VIRTUAL);
    expect([await readLink(), await isReached()]).toEqual(['up', 'yes']);
  });

  test(
    'loses in a power cut what it had not written to its disk, and nothing else',
    async () => {
      const bootId = () => runOn(VIRTUAL, 'cat /proc/sys/kernel/random/boot_id');
      const before = await bootId();
      await runOn(VIRTUAL, 'echo written > /var/lib/written; sync; echo torn > /var/lib/torn');
      await lab.powerCut(VIRTUAL);
      expect((await lab.status())?.machines.find(({ name }) => name === VIRTUAL)?.state).toBe('off');
      expect((await lab.exec(VIRTUAL, ['true'])).exitCode).toBe(125);
      await lab.boot(VIRTUAL);
      expect(await runOn(VIRTUAL, 'cat /var/lib/written')).toBe('written');
      expect(await runOn(VIRTUAL, 'cat /var/lib/torn')).not.toBe('torn');
      expect(await bootId()).not.toBe(before);
    },
    BOOT_MS,
  );

  test('cannot be made of a machine that is in a container', async () => {
    const other = createLab({ name: NAME, virtualMachines: { 'cp-1': {} } });
    await expect(other.up()).rejects.toThrow('cp-1 is there with another kernel or hardware');
  });

  test('leaves nothing when its lab is taken down', async () => {
    const tap = tapOf((await addressOf(VIRTUAL)) ?? '');
    expect(existsSync(`/sys/class/net/${tap}`)).toBe(true);
    const { pid } = JSON.parse(await readFile(join(labFiles(NAME).virtualMachine(VIRTUAL), 'qemu.pid'), 'utf8'));
    await lab.down();
    expect([`/proc/${pid}`, `/sys/class/net/${tap}`, labDirectory(NAME)].filter(existsSync)).toEqual([]);
  });
});
