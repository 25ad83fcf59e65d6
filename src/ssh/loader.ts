import { randomBytes } from 'node:crypto';
import { PROXY_VARIABLES } from './proxy-variables';
import type { SudoPolicy } from './target';

/**
 * How a script reaches the root shell. The command line is this small constant: it announces itself on both outputs,
 * reads the script's length and then exactly that many bytes from stdin into a variable, and evaluates it. So the
 * script is in no argument list, no environment and no file; its size has no limit; and what follows on stdin is the
 * script's own. `dd` is used because it alone promises to read no byte too many; the shell's `read` takes one at a
 * time. The last line of what arrives must be the mark, so a script cut short is never run in part.
 * Whoever lets go of the connection ends the script, at its next word: by an exit, so that what it traps at EXIT is done.
 * No single quote, backslash, `!` or line break in it: any login shell passes it on as it stands.
 */
const loader =
  'export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; ' +
  `unset ${PROXY_VARIABLES.join(' ')}; ` +
  'umask 022; cd / || exit 126; echo "$1"; echo "$1" >&2; read -r length; ' +
  'script=$(dd bs="$length" count=1 iflag=fullblock 2>/dev/null); ' +
  'trap "exit 1" HUP INT PIPE TERM; ' +
  'case $script in *"#$1") set --; eval "$script" ;; ' +
  '*) echo "slipway: the script arrived incomplete" >&2; exit 126 ;; esac';

const rootOnly = '[ "$(id -u)" = 0 ] || { echo "slipway: the login is not root" >&2; exit 126; }; export HOME=/root; ';

/** Marks that tell the root shell's output from what login shells and sudo print before it; new for every command. */
export interface Marks {
  readonly ready: string;
  readonly password: string;
}

export function createMarks(): Marks {
  const nonce = randomBytes(12).toString('hex');
  return { ready: `slipway-ready-${nonce}`, password: `slipway-password-${nonce}` };
}

const prefixes: Record<SudoPolicy['mode'], (marks: Marks) => string> = {
  none: () => 'exec',
  passwordless: () => 'exec env LC_ALL=C LANGUAGE=C sudo -n --',
  password: (marks) => `exec env LC_ALL=C LANGUAGE=C sudo -S -p ${marks.password} --`,
};

/** The command line, for the user's login shell, that starts a root shell. */
export function describeRootShell(mode: SudoPolicy['mode'], marks: Marks): string {
  return `${prefixes[mode](marks)} /bin/sh -c '${rootOnly}${loader}' slipway ${marks.ready}`;
}

/** Arguments for a shell that runs scripts as whoever starts it. */
export function describeOwnShell(marks: Marks): readonly [file: string, ...args: string[]] {
  return ['/bin/sh', '-c', loader, 'slipway', marks.ready];
}

/** What the loader reads: the length, the script, the mark. Throws TypeError for NUL, which no shell keeps. */
export function frameScript(script: string, marks: Marks): Buffer {
  if (script.includes('\0')) throw new TypeError('a script cannot hold a NUL character; send such bytes as stdin');
  const body = Buffer.from(`${script}\n#${marks.ready}`);
  return Buffer.concat([Buffer.from(`${body.length}\n`), body]);
}
