import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryDirectory } from '../../../lab/artifacts/archive';
import { ensureIdentity, ensureKeyPair } from '../../../lab/machines/identity';
import { planMachines } from '../../../lab/machines/machine';

const [, , rooted] = planMachines('blue', '10.89.70', { controlPlanes: 3, workers: 0 });

const access = { userKey: 'ssh-ed25519 AAAA', passwordHash: '$6$salt$hash' };

test('a machine keeps its host key and machine-id once they are made', async () => {
  if (rooted === undefined) throw new Error('no machine');
  await inTemporaryDirectory(async (directory) => {
    const first = await ensureIdentity(directory, rooted, access);
    const machineId = await readFile(join(directory, 'etc/machine-id'), 'utf8');
    const second = await ensureIdentity(directory, rooted, access);
    expect(first.hostKey).toMatch(/^ssh-ed25519 AAAA[A-Za-z0-9+/]{64}$/);
    expect(second).toEqual(first);
    expect(machineId).toMatch(/^[0-9a-f]{32}\n$/);
    expect(await readFile(join(directory, 'etc/machine-id'), 'utf8')).toBe(machineId);
  });
});

test('sshd and sudo find the modes they insist on', async () => {
  if (rooted === undefined) throw new Error('no machine');
  await inTemporaryDirectory(async (directory) => {
    await ensureIdentity(directory, rooted, access);
    const modeOf = async (path: string) => ((await stat(join(directory, path))).mode & 0o777).toString(8);
    expect(await modeOf('root/.ssh')).toBe('700');
    expect(await modeOf('root/.ssh/authorized_keys')).toBe('600');
    expect(await modeOf('etc/ssh/ssh_host_ed25519_key')).toBe('600');
    expect(await modeOf('etc/sudoers.d/lab')).toBe('440');
    expect(await modeOf('etc/lab/passwords')).toBe('400');
    expect(await modeOf('etc')).toBe('755');
  });
});

test('two key pairs are never the same', async () => {
  await inTemporaryDirectory(async (directory) => {
    const one = await ensureKeyPair(join(directory, 'one'), 'test');
    expect(await ensureKeyPair(join(directory, 'two'), 'test')).not.toBe(one);
    expect(await ensureKeyPair(join(directory, 'one'), 'test')).toBe(one);
  });
});
