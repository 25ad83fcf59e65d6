import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command';
import { type Package, renderPreparation } from './package';

/** The control file of a Debian package; pure. */
export function renderControl({ name, version, release, summary, needs }: Package): string {
  const fields = {
    Package: name,
    Version: `${version}-${release}`,
    Architecture: 'amd64',
    Maintainer: 'Slipway lab <lab@slipway.invalid>',
    ...(needs.length === 0 ? {} : { Depends: needs.join(', ') }),
    Description: summary,
  };
  return Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

/** Makes `<name>_<version>-<release>_amd64.deb` of a tree, in `directory`. */
export async function makeDeb(one: Package, tree: string, directory: string): Promise<void> {
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  await writeFile(join(tree, 'DEBIAN', 'control'), renderControl(one));
  const preparation = renderPreparation(one);
  if (preparation !== '')
    await writeFile(join(tree, 'DEBIAN', 'preinst'), `#!/bin/sh\n${preparation}`, { mode: 0o755 });
  const file = join(directory, `${one.name}_${one.version}-${one.release}_amd64.deb`);
  // Not compressed: on a machine of a few cores, unpacking costs every node more than reading does.
  await run(['dpkg-deb', '--root-owner-group', '-Znone', '--build', tree, file]);
}
