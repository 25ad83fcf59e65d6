import type { Rule } from './rule';

const MANIFEST = ['spec', 'cni', 'manifest'];

/** A manifest comes from one place, from the network only with a checksum, and is there where nothing is built in. */
export const cniManifest: Rule = {
  reads: ['spec.cni'],
  check: ({ cluster, choices }) => {
    const { name, manifest } = cluster.spec.cni;
    if (manifest === undefined) {
      if (choices.cni[name]?.manifest !== 'required') return [];
      return [
        { path: MANIFEST, message: `no manifest of ${name} is built in`, accepted: 'a url with its sha256, or a file' },
      ];
    }
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
