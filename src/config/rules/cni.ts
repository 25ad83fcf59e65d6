import type { Finding } from '../problems/problem';
import { didYouMean } from '../problems/suggest';
import { valueAt } from '../value-at';
import type { Rule } from './rule';

const MANIFEST = ['spec', 'cni', 'manifest'];
const FLANNEL_BACKENDS = ['vxlan', 'host-gw'];
const FLANNEL_IMAGES = ['flannel', 'cniPlugin'];

/** The built-in manifest has not the form of older releases. */
const FLANNEL_OLDEST_MINOR = 25;

/** A manifest comes from one place, and from the network only with a checksum. */
export const cniManifest: Rule = {
  reads: ['spec.cni'],
  check: ({ cluster }) => {
    const { manifest } = cluster.spec.cni;
    if (manifest === undefined) return [];
    if ((manifest.url === undefined) === (manifest.file === undefined)) {
      return [{ path: MANIFEST, message: 'the manifest has no source, or two', accepted: 'either url or file' }];
    }
    if (manifest.url === undefined || manifest.sha256 !== undefined) return [];
    return [
      {
        path: [...MANIFEST, 'sha256'],
        message: 'a manifest that is downloaded needs a checksum',
        accepted: 'the sha256 of the manifest',
      },
    ];
  },
};

/** Settings that the chosen pod network does not read would be silent mistakes. */
export const cniSettings: Rule = {
  reads: ['spec.cni'],
  check: ({ cluster, given }) => {
    const { name, backend } = cluster.spec.cni;
    const findings: Finding[] = unreadSettings(name)
      .map((setting) => ['spec', 'cni', setting])
      .filter((path) => valueAt(given, path) !== undefined)
      .map((path) => ({
        path,
        message: `the pod network ${name} has no such setting`,
        accepted: 'nothing',
        atKey: true,
      }));
    if (name !== 'flannel' || backend === undefined || FLANNEL_BACKENDS.includes(backend)) return findings;
    return [
      ...findings,
      {
        path: ['spec', 'cni', 'backend'],
        message: `flannel has no backend ${backend} here`,
        accepted: `one of ${FLANNEL_BACKENDS.join(', ')}`,
        ...didYouMean(backend, FLANNEL_BACKENDS),
      },
    ];
  },
};

function unreadSettings(name: string): string[] {
  if (name === 'none') return ['version', 'backend', 'mtu', 'images', 'manifest', 'options'];
  return name === 'flannel' ? ['options'] : [];
}

/** The built-in manifest of flannel fits from one version on; an older flannel comes with its own. */
export const cniVersion: Rule = {
  reads: ['spec.cni'],
  check: ({ cluster }) => {
    const { name, version, manifest } = cluster.spec.cni;
    const [major, minor] = (version ?? '').split('.').map(Number);
    const isOld = major === 0 && minor !== undefined && minor < FLANNEL_OLDEST_MINOR;
    if (name !== 'flannel' || manifest !== undefined || !isOld) return [];
    return [
      {
        path: ['spec', 'cni', 'version'],
        message: `flannel ${version} is too old for the built-in manifest`,
        accepted: `0.${FLANNEL_OLDEST_MINOR}.0 or later, or a spec.cni.manifest of your own`,
      },
    ];
  },
};

/** An image that no part of the pod network has would be a silent mistake, and so would one beside a manifest of one's own. */
export const cniImages: Rule = {
  reads: ['spec.cni'],
  check: ({ cluster }) => {
    const { name, images, manifest } = cluster.spec.cni;
    const given = Object.keys(images);
    if (name !== 'flannel' || given.length === 0) return [];
    if (manifest !== undefined) {
      return [
        {
          path: ['spec', 'cni', 'images'],
          message: 'a manifest of your own names its images itself',
          accepted: 'either images or a manifest',
          atKey: true,
        },
      ];
    }
    return given
      .filter((image) => !FLANNEL_IMAGES.includes(image))
      .map((image) => ({
        path: ['spec', 'cni', 'images', image],
        message: `flannel has no image ${image}`,
        accepted: `one of ${FLANNEL_IMAGES.join(', ')}`,
        ...didYouMean(image, FLANNEL_IMAGES),
        atKey: true,
      }));
  },
};
