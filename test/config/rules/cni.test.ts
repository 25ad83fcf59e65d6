import { cniFamilies, cniImages, cniSettings, cniVersion } from '../../../src/config/rules/cni';
import { cniManifest } from '../../../src/config/rules/cni-manifest';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const SUM = 'a'.repeat(64);
const url = 'https://example.com/cni.yaml';
const file = '/etc/slipway/cni.yaml';

describeRule('cniManifest', cniManifest, {
  good: {
    'no manifest': MINIMAL_SPEC,
    'one of a pod network that is known to nobody': { cni: { name: 'manifest', manifest: { file } } },
    'a file': { cni: { manifest: { file } } },
    'a download with a checksum': { cni: { manifest: { url, sha256: SUM } } },
  },
  bad: {
    'none, where nothing is built in': [
      { cni: { name: 'cilium' } },
      'spec.cni.manifest: no manifest of cilium is built in',
    ],
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
    'replicas of Typha without Typha': [
      { cni: { name: 'flannel', typhaReplicas: 1 } },
      'spec.cni.typhaReplicas: the pod network flannel has no such setting',
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
    'a release for this Kubernetes': { cni: { name: 'calico', version: '3.32.1' } },
    'any release with its own manifest': { cni: { name: 'calico', version: '3.25.0', manifest: { file } } },
    'an older one with its own manifest': { cni: { version: '0.24.4', manifest: { file } } },
  },
  bad: {
    'one that the manifest does not fit': [
      { cni: { version: '0.24.4' } },
      'spec.cni.version: flannel 0.24.4 is too old for the built-in manifest',
    ],
    'a release that is not tested with this Kubernetes': [
      { cni: { name: 'calico', version: '3.28.5' } },
      'spec.cni.version: calico 3.28.5 is for v1.27 to v1.30, not for v1.34',
    ],
    'a release without a known checksum': [
      { cni: { name: 'canal', version: '3.30.1' } },
      'spec.cni.version: no checksum of the manifest of canal 3.30.1 is known',
    ],
    'a Kubernetes that no known release is for': [
      { cni: { name: 'calico-operator' }, kubernetes: { version: 'v1.17.4' } },
      'spec.cni.version: no checksum of the manifest of calico-operator for v1.17 is known',
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

const dualStack = { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' };

describeRule('cniFamilies', cniFamilies, {
  good: {
    'IPv4 pods': { cni: { name: 'calico' } },
    'pods of both families, where both are passed on': { cni: { name: 'calico-operator' }, networking: dualStack },
  },
  bad: {
    'pods of both families, where one is passed on': [
      { cni: { name: 'calico' }, networking: dualStack },
      'spec.networking.podSubnet: calico has IPv4 pods only here',
    ],
  },
});
