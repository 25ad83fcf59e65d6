import { sh, type ShellText } from '../ssh/shell';
import type { BuildStep } from './step-input';

/** Where SELinux keeps its mode for the next boot, and the kernel the present one; a test brings its own. */
export interface SelinuxFiles {
  readonly config: string;
  readonly enforce: string;
}

const FILES: SelinuxFiles = { config: '/etc/selinux/config', enforce: '/sys/fs/selinux/enforce' };

/** SELinux is as the cluster file says, now and at boot; disabling it takes a boot, until which it is permissive. */
export const setSelinux: BuildStep = ({ cluster }) => {
  const { selinux } = cluster.spec.os;
  if (selinux === 'keep') return undefined;
  const title =
    selinux === 'disabled'
      ? 'SELinux permissive now, and disabled at the next boot'
      : 'SELinux permissive, now and at boot';
  return {
    name: 'set-selinux',
    title,
    resources: [
      {
        kind: 'command',
        title,
        check: checkSelinux(selinux, FILES),
        apply: applySelinux(selinux, FILES),
        disruption: 'none',
      },
    ],
  };
};

/** A machine without SELinux is as wanted. */
export function checkSelinux(mode: string, { config, enforce }: SelinuxFiles): ShellText {
  return sh`
why=''
if [ -e ${config} ]; then
  found=$(sed -n 's/^SELINUX=//p' ${config} | tail -n 1)
  [ "\${found:-disabled}" = ${mode} ] || [ "\${found:-disabled}" = disabled ] || why="$found at boot"
fi
[ ! -e ${enforce} ] || [ "$(cat ${enforce})" = 0 ] || why="\${why:+$why; }enforcing now"
[ -z "$why" ] || { echo "$why"; exit 1; }`;
}

/** As `checkSelinux`. */
export function applySelinux(mode: string, { config, enforce }: SelinuxFiles): ShellText {
  return sh`
if [ -e ${config} ]; then
  edited=$(mktemp)
  { sed '/^SELINUX=/d' ${config}; echo SELINUX=${mode}; } >"$edited"
  put_file ${config} 0644 "$(self)" <"$edited"
  rm -f -- "$edited"
fi
[ ! -e ${enforce} ] || [ "$(cat ${enforce})" = 0 ] || setenforce 0`;
}
