import { type SshError, sshError } from './errors';
import type { SshTarget } from './target';

/** What sudo says (LC_ALL=C) when it does not start the shell. */
const sudoRefusals: readonly { readonly says: RegExp; readonly cause: string; readonly nextAction: string }[] = [
  {
    says: /try again|incorrect password|authentication fail/i,
    cause: 'sudo did not take the password',
    nextAction: 'Correct the password that the config refers to (sudo).',
  },
  {
    says: /password is required|no password was provided/i,
    cause: 'sudo asks for a password and none is configured',
    nextAction: 'Name the password (sudo: {password: …}), or allow NOPASSWD in the sudoers of the machine.',
  },
  {
    says: /must have a tty|no tty present/i,
    cause: 'sudo demands a terminal (requiretty)',
    nextAction: "Add 'Defaults:USER !requiretty' to the sudoers of the machine: a terminal would garble binary input.",
  },
  {
    says: /not in the sudoers file|may not run sudo|is not allowed to (execute|run)/i,
    cause: 'sudo does not allow this user to run a root shell',
    nextAction: 'Give the user a sudoers rule such as "USER ALL=(root) NOPASSWD: ALL".',
  },
  {
    says: /sudo.*(not found|no such file)/i,
    cause: 'sudo is not installed',
    nextAction: 'Install sudo on the machine, or log in as root.',
  },
];

/** Why no root shell came up, from the exit code and what was printed instead. */
export function explainNoRootShell(
  target: SshTarget,
  code: number | undefined,
  stdout: string,
  stderr: string,
): SshError {
  // sudo quotes the command it refuses, which says nothing here.
  const said = `${stderr}\n${stdout}`
    .replace(/-c \[.*slipway-ready-\w+/s, '…')
    .trim()
    .slice(-600);
  if (/^slipway: the login is not root$/m.test(said)) {
    const nextAction = 'Log in as root, or set sudo to passwordless or to a password.';
    return sshError('sudo-denied', target, `${target.user} is not root, and sudo is not to be used`, nextAction);
  }
  const quoted = said === '' ? `nothing, exit code ${code ?? 'unknown'}` : `"${said}"`;
  if (target.sudo.mode === 'none') {
    const nextAction =
      'Check the login shell, ForceCommand, and the command= option of authorized_keys on the machine.';
    return sshError(
      'shell-unusable',
      target,
      `the login gives no shell to run scripts with; it said ${quoted}`,
      nextAction,
    );
  }
  const known = sudoRefusals.find(({ says }) => says.test(said));
  if (known === undefined) {
    const nextAction = `Try on the machine: sudo -u ${target.user} sudo /bin/sh -c id.`;
    return sshError('sudo-denied', target, `sudo gave no root shell; it said ${quoted}`, nextAction);
  }
  const nextAction = known.nextAction.replaceAll('USER', target.user);
  return sshError('sudo-denied', target, `${known.cause}; it said ${quoted}`, nextAction);
}

/** sudo asked a second time: the password was wrong. */
export function explainWrongPassword(target: SshTarget): SshError {
  return sshError(
    'sudo-denied',
    target,
    `sudo did not take the password of ${target.user}`,
    'Correct the password that the config refers to (sudo); it was tried once only.',
  );
}

export function explainSilentShell(target: SshTarget, timeoutMs: number, stderr: string): SshError {
  const said = stderr.trim() === '' ? '' : `, but "${stderr.trim().slice(-600)}"`;
  return sshError(
    'timeout',
    target,
    `no root shell within ${timeoutMs} ms${said}`,
    'Check the load of the machine, and that sudo there asks for nothing but a password.',
  );
}
