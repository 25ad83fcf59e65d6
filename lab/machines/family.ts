/**
 * Operating systems that machines present themselves as. All are Debian underneath; docs/lab.md says what of each is
 * real, and what is a stand-in.
 */
export const FAMILIES = ['debian', 'ubuntu-20.04', 'rocky-9', 'centos-7'] as const;

export type Family = (typeof FAMILIES)[number];

/** What an image has beside that of Debian. */
export interface FamilyRecipe {
  readonly packages: readonly string[];
  /** Shell commands with the tree as "$1", run after the files of lab/sources/machine are in place. */
  readonly finish: readonly string[];
  /** A folder of lab/sources that is laid over the tree before `finish`. */
  readonly overlay?: string;
  /** What its packages are made for; Debian's machines are installed from archives. */
  readonly packageFormat?: 'apt' | 'rpm';
}

/** os-release of a family that Debian stands in for. */
function pose(release: Readonly<Record<string, string>>): string {
  const lines = Object.entries(release).map(([key, value]) => `${key}="${value}"`);
  return `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} > "$1"/usr/lib/os-release`;
}

/** What rpm knows to be there, since Debian's packages are not in its database. */
const KNOWN_TO_RPM = [
  '/bin/sh /bin/bash /usr/bin/curl bash bash-completion coreutils systemd util-linux sudo curl ca-certificates chrony',
  'conntrack-tools ebtables ethtool firewalld haproxy ipset iproute iptables iptables-nft ipvsadm keepalived kmod tar',
  'socat procps-ng openssl nftables libseccomp container-selinux',
  'yum-plugin-versionlock python3-dnf-plugin-versionlock',
].flatMap((line) => line.split(' '));

const RPM: Pick<FamilyRecipe, 'packages' | 'overlay' | 'packageFormat'> = {
  // The last three are what Docker's programs are linked to, or run.
  packages: ['bash-completion dnf dnf-plugins-core rpm python3 ipvsadm', 'libdevmapper1.02.1 libseccomp2 tini'].flatMap(
    (line) => line.split(' '),
  ),
  overlay: 'machine-rpm',
  packageFormat: 'rpm',
};

const finishRpm = (releasever: string): string[] => [
  `echo ${releasever} > "$1"/etc/dnf/vars/releasever`,
  'ln -sf dnf-3 "$1"/usr/bin/yum',
  // The unit and the configuration have other names there.
  'mv "$1"/lib/systemd/system/chrony.service "$1"/lib/systemd/system/chronyd.service',
  'if [ -e "$1"/etc/systemd/system/chrony.service.d ]; then mv "$1"/etc/systemd/system/chrony.service.d "$1"/etc/systemd/system/chronyd.service.d; fi',
  'rm -f "$1"/etc/systemd/system/chronyd.service "$1"/etc/systemd/system/multi-user.target.wants/chrony.service',
  'mv "$1"/etc/chrony/chrony.conf "$1"/etc/chrony.conf && ln -s ../chrony.conf "$1"/etc/chrony/chrony.conf',
  'chroot "$1" systemctl enable chronyd',
  `chroot "$1" /usr/local/sbin/lab-fill-rpm ${KNOWN_TO_RPM.join(' ')}`,
];

export const FAMILY_RECIPES: Readonly<Record<Family, FamilyRecipe>> = {
  debian: { packages: [], finish: [] },
  'ubuntu-20.04': {
    packages: ['ipvsadm'],
    finish: [
      pose({
        NAME: 'Ubuntu',
        VERSION: '20.04.6 LTS (Focal Fossa)',
        ID: 'ubuntu',
        ID_LIKE: 'debian',
        PRETTY_NAME: 'Ubuntu 20.04.6 LTS (stand-in of the Slipway lab)',
        VERSION_ID: '20.04',
        VERSION_CODENAME: 'focal',
      }),
      // No archive can be reached but those that a cluster file names.
      ': > "$1"/etc/apt/sources.list',
    ],
    packageFormat: 'apt',
  },
  'rocky-9': {
    ...RPM,
    finish: [
      pose({
        NAME: 'Rocky Linux',
        VERSION: '9.3 (Blue Onyx)',
        ID: 'rocky',
        ID_LIKE: 'rhel centos fedora',
        PRETTY_NAME: 'Rocky Linux 9.3 (stand-in of the Slipway lab)',
        VERSION_ID: '9.3',
        PLATFORM_ID: 'platform:el9',
      }),
      ...finishRpm('9'),
    ],
  },
  'centos-7': {
    ...RPM,
    finish: [
      pose({
        NAME: 'CentOS Linux',
        VERSION: '7 (Core)',
        ID: 'centos',
        ID_LIKE: 'rhel fedora',
        PRETTY_NAME: 'CentOS Linux 7 (stand-in of the Slipway lab)',
        VERSION_ID: '7',
      }),
      ...finishRpm('7'),
    ],
  },
};
