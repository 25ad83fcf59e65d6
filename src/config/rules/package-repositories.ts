import type { PackageRepository } from '../cluster';
import { minorOf } from '../kubernetes-support';
import type { Finding, Path } from '../problems/problem';
import { KUBERNETES_REPOSITORY } from '../resolve-repositories';
import type { Rule } from './rule';

const REPOSITORIES = ['spec', 'packages', 'repositories'];
const isPlain = (url: string) => url.startsWith('http://');

/** Each repository is one that a package client can read, and what comes from it is proven by a key. */
export const packageRepositories: Rule = {
  reads: ['spec.packages'],
  check: ({ file }) => {
    const { repositories } = file.spec.packages;
    return repositories.flatMap((repository, index) => {
      const path = [...REPOSITORIES, index];
      const isSecond = repositories.findIndex(({ name }) => name === repository.name) < index;
      return [
        ...(isSecond
          ? [finding([...path, 'name'], `there is a repository ${repository.name} already`, 'one entry a name')]
          : []),
        ...checkHalves(repository, path),
      ];
    });
  },
};

function checkHalves({ apt, rpm }: PackageRepository, path: Path): Finding[] {
  if (apt === undefined && rpm === undefined) {
    return [finding(path, 'the repository is nowhere', 'apt, rpm or both')];
  }
  return [
    ...(apt === undefined ? [] : checkApt(apt, [...path, 'apt'])),
    ...(rpm === undefined ? [] : checkRpm(rpm, [...path, 'rpm'])),
  ];
}

function checkApt({ suite, components, keys }: NonNullable<PackageRepository['apt']>, path: Path): Finding[] {
  const isFlat = suite.endsWith('/');
  return [
    ...(isFlat === (components.length === 0)
      ? []
      : [
          finding(
            [...path, 'components'],
            isFlat ? 'a path has no components' : `the suite ${suite} has components`,
            'components of a suite, or a suite that ends with / and none',
          ),
        ]),
    ...checkKeys(keys, path),
  ];
}

function checkRpm({ url, verify, keys }: NonNullable<PackageRepository['rpm']>, path: Path): Finding[] {
  if (verify !== 'none') return checkKeys(keys, path);
  return isPlain(url)
    ? [
        finding(
          [...path, 'verify'],
          'what is not signed came over plain http',
          'packages, metadata or both, or an https:// url',
        ),
      ]
    : [];
}

function checkKeys(keys: NonNullable<PackageRepository['apt']>['keys'], path: Path): Finding[] {
  if (keys.length === 0) return [finding([...path, 'keys'], 'nothing proves what comes from here', 'at least one key')];
  return keys.flatMap(({ file, url, sha256 }, index) => {
    const at = [...path, 'keys', index];
    if ((file === undefined) === (url === undefined)) {
      return [finding(at, 'the key has no source, or two', 'either file or url')];
    }
    return url !== undefined && isPlain(url) && sha256 === undefined
      ? [finding([...at, 'sha256'], 'a key that came over plain http proves nothing', 'a sha256, or an https:// url')]
      : [];
  });
}

/** Kubernetes comes as packages only where there is a repository of them. */
export const kubernetesRepository: Rule = {
  reads: ['spec.packages', 'spec.kubernetes', 'spec.preset'],
  check: ({ cluster: { spec } }) => {
    const isThere = spec.packages.repositories.some(({ name }) => name === KUBERNETES_REPOSITORY);
    if (spec.kubernetes.install !== 'package' || isThere) return [];
    const minor = minorOf(spec.kubernetes.version);
    return [
      finding(
        ['spec', 'kubernetes', 'install'],
        `the preset ${spec.preset} knows no packages of Kubernetes v1.${minor}`,
        `archive, or a repository named ${KUBERNETES_REPOSITORY} under spec.packages.repositories`,
      ),
    ];
  },
};

function finding(path: Path, message: string, accepted: string): Finding {
  return { path, message, accepted };
}
