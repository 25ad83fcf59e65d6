import type { OsFamily, Tool } from '../catalog/os/kind';
import type { Disruption, PackageResource, Resource } from '../resources/resource';

/** The packages that bring these tools, each once, in any version. */
export function packagesFor(os: OsFamily, tools: readonly Tool[], disruption: Disruption): Resource[] {
  const names = new Set(tools.map((tool) => os.packages[tool]));
  return [...names].map((name) => ({ kind: 'package', manager: os.packageManager, name, disruption }));
}

/**
 * These packages, held so that no upgrade of the system changes them; of a version where one is named, in whatever
 * packaging there is of it. `disruption` is that of installing another version.
 */
export function heldPackages(
  os: OsFamily,
  packages: readonly (Pick<PackageResource, 'name' | 'version'> & { readonly disruption: Disruption })[],
): Resource[] {
  const { packageManager: manager, holdPackages } = os;
  return [
    ...holdPackages.map((name): Resource => ({ kind: 'package', manager, name, disruption: 'none' })),
    ...packages.map((each): Resource => ({ kind: 'package', manager, ...each, hold: true })),
  ];
}
