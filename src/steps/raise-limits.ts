import { renderLimitsConf } from '../render/limits-conf';
import { sh } from '../ssh/shell';
import type { BuildStep } from './step-input';

/**
 * Logins may have as many open files as the cluster file says, from the next login on. Where the kernel allows fewer,
 * nothing is written: a limit that cannot be set fails every login, those over SSH among them.
 * Source: pam_limits(8); proc(5), /proc/sys/fs/nr_open.
 */
export const raiseLimits: BuildStep = ({ cluster }) => {
  const { openFiles } = cluster.spec.os;
  if (openFiles === undefined) return undefined;
  const next = `set spec.os.openFiles to no more than that, or fs.nr_open to ${openFiles} in spec.os.sysctls.values`;
  return {
    name: 'raise-limits',
    title: `Let logins open ${openFiles} files`,
    resources: [
      {
        kind: 'command',
        title: `a kernel that allows ${openFiles} open files`,
        check: sh`allowed=$(cat /proc/sys/fs/nr_open)
[ "$allowed" -ge ${openFiles} ] || { echo "fs.nr_open is $allowed here: "${next}; exit 1; }`,
        apply: sh`:`,
        disruption: 'none',
      },
      {
        kind: 'file',
        path: '/etc/security/limits.d/99-slipway.conf',
        content: renderLimitsConf({ openFiles }),
        mode: '0644',
        disruption: 'none',
      },
    ],
  };
};
