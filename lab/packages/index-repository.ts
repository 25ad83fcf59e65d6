import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command';
import type { PackageFormat } from './package';
import { signingEnvironment } from './signing';

const sign = (...args: readonly string[]) =>
  run(['gpg', '--batch', '--yes', '--armor', ...args], { env: signingEnvironment() });

/** Makes the signed index of a directory of packages, in the layout of pkgs.k8s.io, with the public key beside it. */
export const indexRepository: Readonly<Record<PackageFormat, (directory: string, key: string) => Promise<void>>> = {
  async apt(directory, key) {
    const at = { cwd: directory };
    await writeFile(join(directory, 'Packages'), await run(['apt-ftparchive', 'packages', '.'], at));
    const named = ['-o', 'APT::FTPArchive::Release::Origin=Slipway lab', '-o', 'APT::FTPArchive::Release::Suite=/'];
    await writeFile(join(directory, 'Release'), await run(['apt-ftparchive', ...named, 'release', '.'], at));
    await sign('--clearsign', '--output', join(directory, 'InRelease'), join(directory, 'Release'));
    await sign('--detach-sign', '--output', join(directory, 'Release.gpg'), join(directory, 'Release'));
    await copyFile(key, join(directory, 'Release.key'));
  },
  async rpm(directory, key) {
    await mkdir(join(directory, 'repodata'), { recursive: true });
    await run(['createrepo_c', '--quiet', '--no-database', directory]);
    const index = join(directory, 'repodata', 'repomd.xml');
    await sign('--detach-sign', '--output', `${index}.asc`, index);
    await copyFile(key, `${index}.key`);
  },
};
