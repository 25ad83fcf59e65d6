import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { run } from '../command';
import { inTemporaryDirectory } from './archive';

/** Downloads Debian packages of exactly this upstream version and hands the tree that they make to `use`. */
export async function unpackDebianPackages(
  names: readonly string[],
  version: string,
  use: (tree: string) => Promise<void>,
): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const tree = join(directory, 'tree');
    for (const name of names) {
      await run(['apt-get', 'download', '-o', 'APT::Sandbox::User=root', name], { cwd: directory });
      const archive = (await readdir(directory)).find((file) => file.startsWith(`${name}_`));
      if (archive === undefined) throw new Error(`apt-get downloaded nothing for ${name}; run apt-get update.`);
      const found = (await run(['dpkg-deb', '-f', join(directory, archive), 'Version'])).trim();
      if (!isUpstreamVersion(found, version)) {
        throw new Error(`Debian's ${name} is ${found}, the lab names ${version}; run the lab on Debian bookworm.`);
      }
      await run(['dpkg-deb', '-x', join(directory, archive), tree]);
    }
    await use(tree);
  });
}

/** Whether a Debian version such as `1:1.6.20~ds1-1+deb12u1` is of the given upstream version. */
export function isUpstreamVersion(debianVersion: string, upstream: string): boolean {
  return (
    debianVersion
      .replace(/^\d+:/, '')
      .replace(/-[^-]*$/, '')
      .replace(/[~+].*$/, '') === upstream
  );
}
