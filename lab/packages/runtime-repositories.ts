import type { ContainerRuntime } from '../software';
import { criOPackages } from './cri-o-packages';
import { dockerPackages } from './docker-packages';
import type { PackageFormat, Repository } from './package';

/** What takes the place of the distribution's own archive, or of the publisher's; pure. Throws where there is none. */
export function runtimeRepository(runtime: ContainerRuntime, format: PackageFormat): Repository {
  const repository = REPOSITORIES[runtime][format];
  if (repository !== undefined) return repository;
  throw new Error(`The lab has no packages of ${runtime} for ${format}.`);
}

const OF_DEBIAN: Repository = {
  name: 'runtimes',
  format: 'apt',
  path: 'lab/packages/deb',
  packages: [],
  debianPackages: ['containerd', 'runc', 'docker.io'],
};

const OF_DOCKER: Repository = {
  name: 'runtimes',
  format: 'rpm',
  path: 'lab/packages/rpm',
  packages: dockerPackages('docker-ce'),
  debianPackages: [],
};

const OF_MIRANTIS: Repository = {
  name: 'mirantis',
  format: 'rpm',
  path: 'lab/packages/mirantis/rpm',
  packages: dockerPackages('docker-ee'),
  debianPackages: [],
};

function ofCriO(format: PackageFormat, folder: string): Repository {
  return {
    name: 'cri-o',
    format,
    path: `lab/packages/cri-o/${folder}`,
    packages: criOPackages(format),
    debianPackages: [],
  };
}

const REPOSITORIES: Readonly<Record<ContainerRuntime, Partial<Readonly<Record<PackageFormat, Repository>>>>> = {
  containerd: { apt: OF_DEBIAN, rpm: OF_DOCKER },
  docker: { apt: OF_DEBIAN, rpm: OF_DOCKER },
  mirantis: { rpm: OF_MIRANTIS },
  'cri-o': { apt: ofCriO('apt', 'deb'), rpm: ofCriO('rpm', 'rpm') },
};
