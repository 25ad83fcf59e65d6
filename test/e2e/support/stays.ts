import type { Allowance } from './machine-state';

/** What a reset leaves on a machine that the first install put there, and why; everything else must be as it was. */
export const STAYS: readonly Allowance[] = [
  {
    line: /^files: .\/etc\/haproxy\/haproxy\.cfg /,
    why: 'the package’s own file, which the install had replaced, is gone',
  },
  {
    line: /^files: \+\/var\/lib\/haproxy\/dev\/log /,
    why: 'the package’s unit mounts the socket of the log there',
  },
  {
    line: /^files: .\/(?:usr|etc\/systemd\/system\/(?:containerd|kubelet)\.service|opt\/cni\/bin)[/. ]|^files: \+\/opt\/(?:cni|cni\/bin|containerd\/?\S*) d /,
    why: 'programs and their units: an install takes them as they are',
  },
  {
    line: /^files: \+\/(?:etc\/containerd|etc\/cni|var\/lib\/containerd)[/ ]|multi-user\.target\.wants\/containerd\.service/,
    why: 'the container runtime, its configuration and its images',
  },
  {
    line: /^files: .\/(?:etc\/(?:modules-load\.d|sysctl\.d)\/\S*slipway|var\/tmp\/systemd-private-\S*chrony)/,
    why: 'settings of the machine: modules, sysctls, the clock',
  },
  { line: /^files: \+\/var\/lib\/slipway(?: d|\/stamps)/, why: 'which build of the programs is in place' },
  {
    line: /^(?:files: .*|units: .)(?:\/etc\/systemd\/system\/multi-user\.target\.wants\/)?(?:haproxy|keepalived|kubelet|containerd)\.service/,
    why: 'units of programs that stay: the runtime runs, the others are disabled',
  },
  { line: /^units: \+network-online\.target active/, why: 'the runtime waits for the network at boot' },
  { line: /^processes: \+containerd$|^ports: \+tcp 127\.0\.0\.1:\d+$/, why: 'the container runtime runs' },
  {
    line: /^firewall: \+(?:\*\w+|COMMIT|:\w+ ACCEPT|table ip6? (?:filter|nat|mangle) \{|\t?chain [A-Z]+ \{|\t*\}|\t*type (?:filter|nat|route) hook \w+ priority \S+; policy accept;)?$|^firewall: -$/,
    why: 'tables of iptables: empty, and open as before they were there',
  },
];
