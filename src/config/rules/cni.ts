import type { CniChoice } from '../choices/cni';
import { minorOf } from '../kubernetes-support';
import type { Finding } from '../problems/problem';
import { didYouMean } from '../problems/suggest';
import { subnetsOf } from '../subnets';
import { valueAt } from '../value-at';
import type { Rule, RuleInput } from './rule';

const SETTINGS = ['version', 'backend', 'mtu', 'images', 'manifest', 'typhaReplicas', 'options'] as const;

const pathOf = (...fields: readonly string[]) => ['spec', 'cni', ...fields];

function choiceOf({ cluster, choices }: Pick<RuleInput, 'cluster' | 'choices'>): CniChoice {
  return choices.cni[cluster.spec.cni.name] ?? {};
}

/** Settings that the chosen pod network does not read would be silent mistakes. */
export const cniSettings: Rule = {
  reads: ['spec.cni'],
  check: (input) => {
    const { name, backend } = input.cluster.spec.cni;
    const { settings = SETTINGS, backends = [] } = choiceOf(input);
    const unread = SETTINGS.filter((setting) => !settings.includes(setting));
    const findings: Finding[] = unread
      .map((setting) => pathOf(setting))
      .filter((path) => valueAt(input.given, path) !== undefined)
      .map((path) => ({
        path,
        message: `the pod network ${name} has no such setting`,
        accepted: 'nothing',
        atKey: true,
      }));
    if (backend === undefined || backends.length === 0 || backends.includes(backend)) return findings;
    return [
      ...findings,
      {
        path: pathOf('backend'),
        message: `${name} has no backend ${backend} here`,
        accepted: `one of ${backends.join(', ')}`,
        ...didYouMean(backend, backends),
      },
    ];
  },
};

/** What is applied is known: a built-in manifest that fits, a release with known checksums, or one in the file. */
export const cniVersion: Rule = {
  reads: ['spec.cni', 'spec.kubernetes.version'],
  check: (input) => {
    const { name, version, manifest } = input.cluster.spec.cni;
    const { oldest, releases } = choiceOf(input);
    if (manifest !== undefined) return [];
    if (releases !== undefined) return checkRelease(input, releases);
    if (oldest === undefined || version === undefined || compareVersions(version, oldest) >= 0) return [];
    return [
      {
        path: pathOf('version'),
        message: `${name} ${version} is too old for the built-in manifest`,
        accepted: `${oldest} or later, or a spec.cni.manifest of your own`,
      },
    ];
  },
};

function checkRelease({ cluster: { spec } }: RuleInput, releases: NonNullable<CniChoice['releases']>): Finding[] {
  const { name, version } = spec.cni;
  const minor = minorOf(spec.kubernetes.version);
  const fits = ({ kubernetes: [oldest, newest] }: (typeof releases)[number]) => oldest <= minor && minor <= newest;
  const fitting = releases.filter(fits).map((release) => release.version);
  const accepted =
    fitting.length === 0
      ? `a spec.cni.manifest of a version for v1.${minor}`
      : `${fitting.join(', ')}, or a spec.cni.manifest of your own`;
  const known = releases.find((release) => release.version === version);
  if (known !== undefined && fits(known)) return [];
  const message =
    known === undefined
      ? `no checksum of the manifest of ${name}${version === undefined ? ` for v1.${minor}` : ` ${version}`} is known`
      : `${name} ${version} is for v1.${known.kubernetes[0]} to v1.${known.kubernetes[1]}, not for v1.${minor}`;
  return [{ path: pathOf('version'), message, accepted }];
}

/** Only IPv4 addresses are passed on to some pod networks. */
export const cniFamilies: Rule = {
  reads: ['spec.cni', 'spec.networking.podSubnet'],
  check: (input) => {
    const { cni, networking } = input.cluster.spec;
    const isIpv4 = subnetsOf(networking, 'podSubnet').every(({ cidr }) => cidr.family === 4);
    if (choiceOf(input).isIpv4Only !== true || isIpv4) return [];
    return [
      {
        path: ['spec', 'networking', 'podSubnet'],
        message: `${cni.name} has IPv4 pods only here`,
        accepted: 'one IPv4 CIDR, or a pod network such as flannel or calico-operator',
      },
    ];
  },
};

/** An image that no part of the pod network has would be a silent mistake, and so would one that nobody reads. */
export const cniImages: Rule = {
  reads: ['spec.cni'],
  check: (input) => {
    const { name, images, manifest: given } = input.cluster.spec.cni;
    const { images: known, manifest } = choiceOf(input);
    const names = Object.keys(images);
    if (known === undefined || names.length === 0) return [];
    if (given !== undefined && manifest === 'as-it-is') {
      return [
        {
          path: pathOf('images'),
          message: 'a manifest of your own names its images itself',
          accepted: 'either images or a manifest',
          atKey: true,
        },
      ];
    }
    return names
      .filter((image) => !known.includes(image))
      .map((image) => ({
        path: pathOf('images', image),
        message: `${name} has no image ${image}`,
        accepted: `one of ${known.join(', ')}`,
        ...didYouMean(image, known),
        atKey: true,
      }));
  },
};

function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
