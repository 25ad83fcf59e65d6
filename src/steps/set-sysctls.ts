import type { Cluster } from '../config/cluster';
import { renderSysctlConf } from '../render/sysctl-conf';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

const ALWAYS = {
  'net.ipv4.ip_forward': '1',
  'net.bridge.bridge-nf-call-iptables': '1',
  'net.bridge.bridge-nf-call-ip6tables': '1',
};

const FOR_IPV6 = { 'net.ipv6.conf.all.forwarding': '1', 'net.ipv6.conf.default.forwarding': '1' };

/** Packets of pods are forwarded, and bridged ones seen by the packet filter. */
export const setSysctls: BuildStep = ({ cluster }) => {
  const values: Record<string, string> = hasIpv6(cluster) ? { ...ALWAYS, ...FOR_IPV6 } : ALWAYS;
  return {
    name: 'set-sysctls',
    title: 'Let the kernel forward the traffic of pods',
    resources: [
      {
        kind: 'file',
        // systemd-sysctl reads the files in order; this comes after the distribution's own 99-sysctl.conf.
        path: '/etc/sysctl.d/99-zz-slipway.conf',
        content: renderSysctlConf(values),
        mode: '0644',
        disruption: 'none',
        why: 'the parameters are set at boot',
      },
      ...Object.entries(values).map(([key, value]): Resource => ({
        kind: 'sysctl',
        key,
        value,
        required: true,
        disruption: 'none',
      })),
    ],
  };
};

function hasIpv6({ spec: { networking } }: Cluster): boolean {
  return networking.podSubnet.includes(':');
}
