import type { Resource, ResourceKind } from '../resources/resource';
import { absent } from './kinds/absent';
import { artifact } from './kinds/artifact';
import { command } from './kinds/command';
import { directory } from './kinds/directory';
import { file } from './kinds/file';
import { firewall } from './kinds/firewall';
import { hostname } from './kinds/hostname';
import { hosts } from './kinds/hosts';
import { image } from './kinds/image';
import { kernelModule } from './kinds/kernel-module';
import type { Kind } from './kinds/kind';
import { packageKind } from './kinds/package';
import { packageIndex } from './kinds/package-index';
import { packageSources } from './kinds/package-sources';
import { swap } from './kinds/swap';
import { sysctl } from './kinds/sysctl';
import { unit } from './kinds/unit';

type KindOf<K extends ResourceKind> = Kind<Extract<Resource, { kind: K }>>;

const kinds = {
  file,
  directory,
  absent,
  unit,
  package: packageKind,
  'package-index': packageIndex,
  'package-sources': packageSources,
  artifact,
  sysctl,
  'kernel-module': kernelModule,
  swap,
  hostname,
  firewall,
  hosts,
  image,
  command,
} satisfies { [K in ResourceKind]: KindOf<K> };

/** How a resource's kind is checked and applied. */
export function kindOf(resource: Resource): Kind<Resource> {
  return kinds[resource.kind] as unknown as Kind<Resource>;
}
