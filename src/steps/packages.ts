import type { OsFamily, Tool } from '../catalog/os/kind';
import type { Disruption, Resource } from '../resources/resource';

/** The packages that bring these tools, each once, in any version. */
export function packagesFor(os: OsFamily, tools: readonly Tool[], disruption: Disruption): Resource[] {
  const names = new Set(tools.map((tool) => os.packages[tool]));
  return [...names].map((name) => ({ kind: 'package', manager: os.packageManager, name, disruption }));
}
