import type { OsFamily } from './kind';
import { rhel } from './rhel';

/** CentOS 7 and its kin: rhel with yum, whose plugin for holds is another package. */
export const centos7: OsFamily = {
  ...rhel,
  ids: ['centos', 'rhel', 'ol', 'scientific'],
  majors: { from: 7, to: 7 },
  packageManager: 'yum',
  holdPackages: ['yum-plugin-versionlock'],
};
