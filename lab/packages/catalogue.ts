import { FAMILY_RECIPES } from '../machines/family';
import { type Software, isPackaged } from '../software';
import { minorOf } from '../versions';
import { kubernetesPackages } from './kubernetes-packages';
import type { PackageFormat, Repository } from './package';
import { runtimeRepository } from './runtime-repositories';

const FOLDERS: Readonly<Record<PackageFormat, string>> = { apt: 'deb', rpm: 'rpm' };

/** The package repositories that this software is installed from; pure. Throws for a family without a package client. */
export function listRepositories(software: Software): readonly Repository[] {
  const { family = 'debian', kubernetesVersion, packaged = [], runtime = 'containerd' } = software;
  if (packaged.length === 0) return [];
  const format = FAMILY_RECIPES[family].packageFormat;
  if (format === undefined) throw new Error(`Machines of the family ${family} are installed from archives only.`);
  const kubernetes: Repository = {
    name: 'kubernetes',
    format,
    path: kubernetesRepositoryPath(kubernetesVersion, format),
    packages: kubernetesPackages(kubernetesVersion, format),
    debianPackages: [],
  };
  return [
    ...(isPackaged('kubernetes', software) ? [kubernetes] : []),
    ...(isPackaged('runtime', software) ? [runtimeRepository(runtime, format)] : []),
  ];
}

/** pkgs.k8s.io begins here; older ones stood in one repository for all. */
const FIRST_OF_ITS_OWN = 24;

function kubernetesRepositoryPath(version: string, format: PackageFormat): string {
  const minor = minorOf(version);
  if (minor >= FIRST_OF_ITS_OWN) return `pkgs.k8s.io/core:/stable:/v1.${minor}/${FOLDERS[format]}`;
  return `packages.cloud.google.com/${format === 'apt' ? 'apt' : 'yum/repos/kubernetes-el7-x86_64'}`;
}
