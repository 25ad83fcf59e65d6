import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactFile } from '../artifacts/cache';
import { run } from '../command';
import type { Package, PackageFile } from './package';

/** Lays out the files of a package below `tree`; `debian` has an unpacked directory for each Debian package it takes from. */
export async function layOut({ files }: Package, tree: string, debian: ReadonlyMap<string, string>): Promise<void> {
  for (const file of files) {
    const target = join(tree, file.to);
    await mkdir(dirname(target), { recursive: true });
    await place(file, target, debian);
    await chmod(target, 'text' in file || isUnit(file.to) ? 0o644 : 0o755);
  }
}

const isUnit = (path: string) => path.includes('/systemd/');

async function place(file: PackageFile, target: string, debian: ReadonlyMap<string, string>): Promise<void> {
  if ('text' in file) return writeFile(target, file.text);
  if ('debian' in file) return copyFile(join(debian.get(file.debian) ?? '', file.from), target);
  if (file.member === undefined) return copyFile(artifactFile(file.artifact), target);
  const script = 'exec tar -xOf "$1" "$2" > "$3"';
  await run(['sh', '-c', script, 'sh', artifactFile(file.artifact), file.member, target]);
  return undefined;
}
