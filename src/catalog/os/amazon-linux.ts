import type { OsFamily } from './kind';
import { rhel } from './rhel';

/** Amazon Linux 2023 and later: rhel with versions of its own, and no package that is called iptables. */
export const amazonLinux: OsFamily = {
  ...rhel,
  ids: ['amzn'],
  majors: { from: 2023 },
  packages: { ...rhel.packages, iptables: 'iptables-nft' },
};
