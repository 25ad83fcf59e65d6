import type { PackageManager, PackageResource } from '../../resources/resource';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import type { Kind } from './kind';
import { packageLibrary } from './package-library';

interface Client {
  readonly check: ShellText;
  readonly install: ShellText;
  readonly hold: ShellText;
  /** What stands between a name and a version. */
  readonly separator: string;
}

const rpm = { check: sh`check_rpm`, separator: '-' };

const clients: Readonly<Record<PackageManager, Client>> = {
  apt: { check: sh`check_apt`, install: sh`install_apt`, hold: sh`apt-mark hold`, separator: '=' },
  dnf: { ...rpm, install: sh`install_rpm dnf`, hold: sh`hold_rpm dnf` },
  yum: { ...rpm, install: sh`install_rpm yum`, hold: sh`hold_rpm yum` },
};

/** An install of a held package lets go of it, so that holding comes last. */
function applyPackages(resources: readonly PackageResource[]): ShellText {
  const managers = new Set(resources.map(({ manager }) => manager));
  return shLines(
    [...managers].flatMap((manager) => {
      const { install, hold, separator } = clients[manager];
      const mine = resources.filter((resource) => resource.manager === manager);
      const wanted = mine.map(({ name, version }) => (version ? name + separator + version : name));
      const held = mine.filter((resource) => resource.hold).map(({ name }) => name);
      const installed = sh`${raw(install)} ${wanted}`;
      return held.length === 0 ? [installed] : [installed, sh`${raw(hold)} ${held}`];
    }),
  );
}

export const packageKind: Kind<PackageResource> = {
  library: packageLibrary,
  subject: ({ name }) => name,
  check: ({ manager, name, version = '', hold }) =>
    sh`${raw(clients[manager].check)} ${name} ${version} ${hold ? 'yes' : ''}`,
  apply: (resource) => applyPackages([resource]),
  applyTogether: applyPackages,
  isLong: () => true,
};
