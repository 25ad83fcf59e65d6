import type { OsFamily } from './kind';

/** Debian, Ubuntu and what is made of them. */
export const debian: OsFamily = {
  ids: ['debian', 'ubuntu'],
  packageManager: 'apt',
  packages: {
    'ca-certificates': 'ca-certificates',
    chrony: 'chrony',
    conntrack: 'conntrack',
    curl: 'curl',
    ebtables: 'ebtables',
    ethtool: 'ethtool',
    haproxy: 'haproxy',
    iproute: 'iproute2',
    ipset: 'ipset',
    iptables: 'iptables',
    ipvsadm: 'ipvsadm',
    keepalived: 'keepalived',
    kmod: 'kmod',
    mount: 'mount',
    socat: 'socat',
    tar: 'tar',
    'util-linux': 'util-linux',
  },
  holdPackages: [],
  environmentDirectory: '/etc/default',
  chrony: { unit: 'chrony.service', config: '/etc/chrony/chrony.conf' },
};
