import { optionalSysctls, requiredSysctls } from '../catalog/kubernetes/sysctls';
import { renderSysctlConf } from '../render/sysctl-conf';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

/** Packets of pods are forwarded, and bridged ones seen by the packet filter; and what the cluster file asks for. */
export const setSysctls: BuildStep = ({ cluster }) => {
  const required = requiredSysctls(cluster);
  const optional = optionalSysctls(cluster);
  const describe = (values: Readonly<Record<string, string>>, isRequired: boolean) =>
    Object.entries(values).map(([key, value]): Resource => ({
      kind: 'sysctl',
      key,
      value,
      required: isRequired,
      disruption: 'none',
    }));
  return {
    name: 'set-sysctls',
    title: 'Let the kernel forward the traffic of pods',
    resources: [
      {
        kind: 'file',
        // systemd-sysctl reads the files in order; this comes after the distribution's own 99-sysctl.conf.
        path: '/etc/sysctl.d/99-zz-slipway.conf',
        content: renderSysctlConf({ ...required, ...optional }),
        mode: '0644',
        disruption: 'none',
        why: 'the parameters are set at boot',
      },
      ...describe(required, true),
      ...describe(optional, false),
    ],
  };
};
