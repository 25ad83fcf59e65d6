import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../command';
import type { Machine, MachinePlan } from './machine';

/** uid and gid of the first user of a Debian machine: `ops`. */
const OPS_ID = 1000;

/** What lets the lab's owner into every machine of the lab. */
export interface LabAccess {
  /** Public half of the key that logs in. */
  readonly userKey: string;
  /** Hash of the password of `ops`. */
  readonly passwordHash: string;
}

interface IdentityFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
  readonly owner?: number;
}

/** An ed25519 key pair without passphrase stands in `file` and `file.pub`. Returns the public half, without comment. */
export async function ensureKeyPair(file: string, comment: string): Promise<string> {
  if (!existsSync(file)) {
    await mkdir(dirname(file), { recursive: true });
    await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file]);
  }
  const [type = '', key = ''] = (await readFile(`${file}.pub`, 'utf8')).split(' ');
  return `${type} ${key}`;
}

/** Gives a machine its host key and everything else that no other machine has, under `directory`; kept once made. */
export async function ensureIdentity(directory: string, plan: MachinePlan, access: LabAccess): Promise<Machine> {
  const keyFile = join(directory, 'etc/ssh/ssh_host_ed25519_key');
  const hostKey = await ensureKeyPair(keyFile, plan.name);
  if (!existsSync(join(directory, 'etc/machine-id'))) {
    for (const file of listIdentityFiles(plan, access)) await writeIdentityFile(directory, file);
  }
  return { ...plan, hostKey };
}

function listIdentityFiles(plan: MachinePlan, { userKey, passwordHash }: LabAccess): IdentityFile[] {
  const authorized = `${userKey} slipway-lab\n`;
  const sudoers = plan.access === 'passwordless-sudo' ? 'ops ALL=(ALL:ALL) NOPASSWD: ALL\n' : '';
  return [
    { path: 'etc/lab/product_uuid', text: `${randomUUID()}\n`, mode: 0o444 },
    { path: 'etc/lab/passwords', text: `ops:${passwordHash}\n`, mode: 0o400 },
    { path: 'etc/sudoers.d/lab', text: sudoers, mode: 0o440 },
    plan.access === 'root'
      ? { path: 'root/.ssh/authorized_keys', text: authorized, mode: 0o600 }
      : { path: 'home/ops/.ssh/authorized_keys', text: authorized, mode: 0o600, owner: OPS_ID },
    // Last: it tells that the rest is there.
    { path: 'etc/machine-id', text: `${randomUUID().replaceAll('-', '')}\n`, mode: 0o444 },
  ];
}

async function writeIdentityFile(directory: string, { path, text, mode, owner }: IdentityFile): Promise<void> {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, mode);
  if (!path.includes('.ssh/')) return;
  await chmod(dirname(file), 0o700);
  await chmod(dirname(dirname(file)), 0o700);
  if (owner === undefined) return;
  for (const owned of [file, dirname(file), dirname(dirname(file))]) await chown(owned, owner, owner);
}

/** Puts the identity into a machine that has been created and not yet started. */
export async function installIdentity(directory: string, machine: Pick<Machine, 'container'>): Promise<void> {
  await run(['podman', 'cp', '--archive=false', `${directory}/.`, `${machine.container}:/`]);
}
