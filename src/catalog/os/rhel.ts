import type { OsFamily } from './kind';

/** Red Hat Enterprise Linux and what is made of it, from version 8 on, where the package client is dnf. */
export const rhel: OsFamily = {
  ids: ['rhel', 'centos', 'rocky', 'almalinux', 'ol'],
  majors: { from: 8 },
  packageManager: 'dnf',
  packages: {
    'ca-certificates': 'ca-certificates',
    chrony: 'chrony',
    conntrack: 'conntrack-tools',
    // curl and curl-minimal bring it, and refuse to stand beside each other.
    curl: '/usr/bin/curl',
    ebtables: 'ebtables',
    ethtool: 'ethtool',
    haproxy: 'haproxy',
    iproute: 'iproute',
    ipset: 'ipset',
    iptables: 'iptables',
    ipvsadm: 'ipvsadm',
    keepalived: 'keepalived',
    kmod: 'kmod',
    mount: 'util-linux',
    socat: 'socat',
    tar: 'tar',
    'util-linux': 'util-linux',
  },
  holdPackages: ['python3-dnf-plugin-versionlock'],
  environmentDirectory: '/etc/sysconfig',
  chrony: { unit: 'chronyd.service', config: '/etc/chrony.conf' },
};
