import { sh } from '../ssh/shell';
import type { BuildStep } from './step-input';

/** Clocks are shown in the time zone of the cluster file. */
export const setTimeZone: BuildStep = ({ cluster }) => {
  const { timeZone } = cluster.spec.os;
  if (timeZone === undefined) return undefined;
  const zone = `/usr/share/zoneinfo/${timeZone}`;
  return {
    name: 'set-time-zone',
    title: `Set the time zone to ${timeZone}`,
    resources: [
      {
        kind: 'command',
        title: `time zone ${timeZone}`,
        check: sh`found=$(readlink -f /etc/localtime) || found=''
[ "$found" = "$(readlink -f ${zone})" ] || { echo "\${found#/usr/share/zoneinfo/}, want "${timeZone}; exit 1; }`,
        apply: sh`timedatectl set-timezone ${timeZone}`,
        disruption: 'none',
      },
    ],
  };
};
