import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** A throwaway account of this machine. */
export interface TestUser {
  readonly name: string;
  readonly password: string;
  remove(): void;
}

/** Why sudo cannot be tested here; undefined when it can. */
export function missingForSudo(): string | undefined {
  return existsSync('/usr/bin/sudo') ? undefined : 'no sudo (apt-get install sudo)';
}

/** Adds a user with a random password. `sudoers` are lines in which USER stands for its name; none: no sudo at all. */
export function addTestUser({
  sudoers = [],
  shell = '/bin/sh',
}: { sudoers?: string[]; shell?: string } = {}): TestUser {
  const name = `slipway-test-${randomBytes(4).toString('hex')}`;
  const password = `${randomBytes(9).toString('base64url')} '"$\`€`;
  const sudoersFile = `/etc/sudoers.d/${name}`;
  execFileSync('useradd', ['--create-home', '--shell', shell, name]);
  execFileSync('chpasswd', { input: `${name}:${password}\n` });
  if (sudoers.length > 0) {
    writeFileSync(sudoersFile, `${sudoers.join('\n').replaceAll('USER', name)}\n`, { mode: 0o440 });
    execFileSync('visudo', ['--check', '--quiet', '--file', sudoersFile]);
  }
  return {
    name,
    password,
    remove() {
      rmSync(sudoersFile, { force: true });
      rmSync(`/var/lib/sudo/lectured/${name}`, { force: true });
      execFileSync('userdel', ['--force', '--remove', name], { stdio: 'ignore' });
    },
  };
}
