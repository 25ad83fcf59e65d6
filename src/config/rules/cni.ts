import type { Finding } from '../problems/problem';
import { didYouMean } from '../problems/suggest';
import { valueAt } from '../value-at';
import type { Rule } from './rule';

const MANIFEST = ['spec', 'cni', 'manifest'];
const FLANNEL_BACKENDS = ['vxlan', 'host-gw'];

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
  if (name === 'none') return ['version', 'backend', 'mtu', 'manifest', 'options'];
  return name === 'flannel' ? ['options'] : [];
}
