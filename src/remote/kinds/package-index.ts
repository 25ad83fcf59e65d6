import type { PackageIndexResource } from '../../resources/resource';
import { raw, sh, type ShellText } from '../../ssh/shell';
import { STAMPS_DIRECTORY } from '../places';
import type { Kind } from './kind';
import { packageLibrary } from './package-library';

const refreshWith: Readonly<Record<PackageIndexResource['manager'], ShellText>> = {
  apt: sh`refresh_apt`,
  dnf: sh`refresh_rpm dnf`,
  yum: sh`refresh_rpm yum`,
};

const stampOf = ({ repository }: PackageIndexResource) => `${STAMPS_DIRECTORY}/packages-${repository}`;

export const packageIndex: Kind<PackageIndexResource> = {
  library: packageLibrary,
  subject: ({ repository }) => repository,
  check: (resource) =>
    sh`[ "$(cat -- ${stampOf(resource)} 2>/dev/null)" = ${resource.stamp} ] || { echo 'not read since it is defined so'; exit 1; }`,
  apply: (resource) => sh`
${raw(refreshWith[resource.manager])} ${resource.repository}
printf '%s\\n' ${resource.stamp} | put_file ${stampOf(resource)} 0600 "$(self)"`,
  isLong: () => true,
};
