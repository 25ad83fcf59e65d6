import { DEFAULT_CONTAINERD_VERSION, VERSIONS } from '../versions';
import type { ArchiveEntry, Artifact, Make } from './artifact';
import { buildkitProgram, containerdProgram, runcProgram } from './go-programs';
import { PATHS } from './paths';
import { criDockerdProgram, crictlProgram, crioProgram } from './stand-ins';

const into = (directory: string, from: string, names: readonly string[]): ArchiveEntry[] =>
  names.map((name) => ({ from: `${from}${name}`, as: `${directory}/${name}` }));

const CONTAINERD_BINARIES = ['containerd', 'containerd-shim-runc-v2', 'ctr'];

export function containerd(version: string): Artifact {
  const path = PATHS.containerd(version);
  const make: Make =
    version === DEFAULT_CONTAINERD_VERSION
      ? {
          kind: 'debian-archive',
          packages: ['containerd'],
          version,
          entries: into('bin', 'usr/bin/', CONTAINERD_BINARIES),
        }
      : { kind: 'go-archive', program: containerdProgram(version), entries: into('bin', '', CONTAINERD_BINARIES) };
  return { path, official: { kind: 'file', checksumUrl: `https://${path}.sha256sum` }, make };
}

/** The version of Debian's package; another one is built. */
const DEBIAN_RUNC = '1.1.5';

export function runc(version: string): Artifact {
  return {
    path: PATHS.runc(version),
    official: { kind: 'file', checksumUrl: `https://${PATHS.runcChecksums(version)}` },
    make:
      version === DEBIAN_RUNC
        ? { kind: 'debian-binary', package: 'runc', version, from: 'usr/sbin/runc' }
        : { kind: 'go-binary', program: runcProgram(version), binary: 'runc' },
  };
}

export const cniPlugins: Artifact = {
  path: PATHS.cniPlugins,
  official: { kind: 'file', checksumUrl: `https://${PATHS.cniPlugins}.sha256` },
  make: {
    kind: 'debian-archive',
    packages: ['containernetworking-plugins'],
    version: VERSIONS.cniPlugins,
    entries: [{ from: 'usr/lib/cni', as: '.' }],
  },
};

/** Where cri-tools cannot be downloaded this is the lab's own stand-in, which says so: nobody serves its module. */
export const crictl: Artifact = {
  path: PATHS.crictl,
  official: { kind: 'file', checksumUrl: `https://${PATHS.crictl}.sha256` },
  make: { kind: 'go-archive', program: crictlProgram, entries: [{ from: 'crictl', as: 'crictl' }] },
};

export const buildkit: Artifact = {
  path: PATHS.buildkit,
  official: { kind: 'file' },
  make: {
    kind: 'go-archive',
    program: buildkitProgram,
    entries: into('bin', '', ['buildctl', 'buildkitd']),
  },
};

/** Where it cannot be downloaded this is the lab's own stand-in, which says so: nobody serves its module. */
export const criDockerd: Artifact = {
  path: PATHS.criDockerd,
  official: { kind: 'file' },
  make: {
    kind: 'go-archive',
    program: criDockerdProgram,
    entries: [{ from: 'cri-dockerd', as: 'cri-dockerd/cri-dockerd' }],
  },
};

/** Of the package `cri-o`; a stand-in everywhere. */
export const crio: Artifact = {
  path: PATHS.crio,
  make: { kind: 'go-binary', program: crioProgram, binary: 'crio' },
};
