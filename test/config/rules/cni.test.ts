import { cniImages, cniManifest, cniSettings, cniVersion } from '../../../src/config/rules/cni';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const SUM = 'a'.repeat(64);
const url = 'https://example.com/cni.yaml';
const file = '/etc/slipway/cni.yaml';

describeRule('cniManifest', cniManifest, {
  good: {
    'no manifest': MINIMAL_SPEC,
    'a file': { cni: { manifest: { file } } },
    'a download with a checksum': { cni: { manifest: { url, sha256: SUM } } },
  },
  bad: {
    'no source': [{ cni: { manifest: {} } }, 'spec.cni.manifest: the manifest has no source, or two'],
    'two sources': [{ cni: { manifest: { url, file } } }, 'spec.cni.manifest: the manifest has no source, or two'],
    'a download without a checksum': [
      { cni: { manifest: { url } } },
      'spec.cni.manifest.sha256: a manifest that is downloaded needs a checksum',
    ],
  },
});

describeRule('cniSettings', cniSettings, {
  good: { flannel: { cni: { name: 'flannel', backend: 'host-gw', mtu: 1400 } }, none: { cni: { name: 'none' } } },
  bad: {
    'settings of no pod network': [
      { cni: { name: 'none', mtu: 1400 } },
      'spec.cni.mtu: the pod network none has no such setting',
    ],
    'a backend that flannel has not here': [
      { cni: { name: 'flannel', backend: 'vxlam' } },
      'spec.cni.backend: flannel has no backend vxlam here',
    ],
    'options of a built-in pod network': [
      { cni: { name: 'flannel', options: { a: 1 } } },
      'spec.cni.options: the pod network flannel has no such setting',
    ],
  },
});

describeRule('cniVersion', cniVersion, {
  good: {
    'no version': MINIMAL_SPEC,
    'the oldest': { cni: { version: '0.25.0' } },
    'an older one with its own manifest': { cni: { version: '0.24.4', manifest: { file } } },
  },
  bad: {
    'one that the manifest does not fit': [
      { cni: { version: '0.24.4' } },
      'spec.cni.version: flannel 0.24.4 is too old for the built-in manifest',
    ],
  },
});

const image = 'registry.example.com/flannel/flannel:v0.25.7';

describeRule('cniImages', cniImages, {
  good: { 'none given': MINIMAL_SPEC, 'one of flannel': { cni: { images: { flannel: image } } } },
  bad: {
    'one that flannel has not': [
      { cni: { images: { flanel: image } } },
      'spec.cni.images.flanel: flannel has no image flanel',
    ],
    'images beside a manifest': [
      { cni: { images: { flannel: image }, manifest: { file } } },
      'spec.cni.images: a manifest of your own names its images itself',
    ],
  },
});
