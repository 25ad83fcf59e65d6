import { renderLimitsConf } from '../render/limits-conf';
import type { BuildStep } from './step-input';

/** Logins may have as many open files as the cluster file says, from the next login on. */
export const raiseLimits: BuildStep = ({ cluster }) => {
  const { openFiles } = cluster.spec.os;
  if (openFiles === undefined) return undefined;
  return {
    name: 'raise-limits',
    title: `Let logins open ${openFiles} files`,
    resources: [
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
