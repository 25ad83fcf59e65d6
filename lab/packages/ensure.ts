import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inTemporaryDirectory } from '../artifacts/archive';
import { artifactFile, readChecksum } from '../artifacts/cache';
import { hashText } from '../artifacts/checksum';
import { run } from '../command';
import { withLock } from '../lock';
import { cacheDirectory } from '../paths';
import type { Progress } from '../progress';
import type { Software } from '../software';
import { listRepositories } from './catalogue';
import { makeDeb } from './deb';
import { indexRepository } from './index-repository';
import type { Package, Repository } from './package';
import { makeRpm } from './rpm';
import { ensureSigningKey } from './signing';
import { layOut } from './tree';

/** The package repositories of this software are on the mirror, signed. Returns how many had to be made. */
export async function ensureRepositories(software: Software, progress: Progress): Promise<number> {
  const repositories = listRepositories(software);
  if (repositories.length === 0) return 0;
  return withLock(join(cacheDirectory(), 'packages.lock'), async () => {
    const key = await ensureSigningKey();
    let made = 0;
    for (const repository of repositories) {
      const inputs = await hashInputs(repository, key);
      if (await isMadeOf(repository, inputs)) continue;
      await progress.step(`packages ${repository.path}`, () => makeRepository(repository, key));
      await mkdir(dirname(recordFile(repository)), { recursive: true });
      await writeFile(recordFile(repository), inputs);
      made += 1;
    }
    return made;
  });
}

const recordFile = ({ path }: Repository) => join(cacheDirectory(), 'packages', `${path}.made-of`);

async function isMadeOf(repository: Repository, inputs: string): Promise<boolean> {
  const file = recordFile(repository);
  return existsSync(artifactFile(repository.path)) && existsSync(file) && (await readFile(file, 'utf8')) === inputs;
}

/** Digest of everything that a repository is made of. */
async function hashInputs(repository: Repository, key: string): Promise<string> {
  const files = repository.packages.flatMap((one) => one.files);
  const artifacts = [...new Set(files.flatMap((file) => ('artifact' in file ? [file.artifact] : [])))];
  const checksums = await Promise.all(artifacts.map(readChecksum));
  return hashText(JSON.stringify([repository, checksums, await readFile(key, 'utf8')]));
}

/** Makes the repository beside its place and puts it there whole. */
async function makeRepository(repository: Repository, key: string): Promise<void> {
  const directory = artifactFile(repository.path);
  const partial = `${directory}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await downloadDebs(repository.debianPackages, partial);
    await inTemporaryDirectory(async (scratch) => {
      const debian = await unpackDebs(repository.packages, scratch);
      for (const one of repository.packages) {
        const tree = join(scratch, 'trees', one.name);
        await layOut(one, tree, debian);
        if (repository.format === 'apt') await makeDeb(one, tree, partial);
        else await makeRpm(one, tree, partial, scratch);
      }
    });
    await indexRepository[repository.format](partial, key);
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function downloadDebs(names: readonly string[], directory: string): Promise<void> {
  if (names.length === 0) return;
  await run(['apt-get', 'download', '-o', 'APT::Sandbox::User=root', ...names], { cwd: directory });
}

/** A directory with the unpacked files of each Debian package that these packages take from, by its name. */
async function unpackDebs(packages: readonly Package[], scratch: string): Promise<ReadonlyMap<string, string>> {
  const files = packages.flatMap((one) => one.files);
  const names = [...new Set(files.flatMap((file) => ('debian' in file ? [file.debian] : [])))];
  const trees = new Map<string, string>();
  for (const name of names) {
    const directory = join(scratch, 'debian', name);
    await mkdir(directory, { recursive: true });
    await downloadDebs([name], directory);
    await run(['sh', '-c', 'exec dpkg-deb -x "$1"/*.deb "$1/tree"', 'sh', directory]);
    trees.set(name, join(directory, 'tree'));
  }
  return trees;
}
