import { artifactSources } from '../../../src/config/rules/artifact-sources';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const SUM = 'a'.repeat(64);
const BOTH = { amd64: SUM, arm64: SUM };
const binaries = { kubeadm: SUM, kubelet: SUM, kubectl: SUM };

describeRule('artifactSources', artifactSources, {
  good: {
    'the publishers': MINIMAL_SPEC,
    'plain http with a checksum': {
      artifacts: {
        kubernetes: { baseUrl: 'http://mirror/k8s', sha256: { amd64: binaries } },
        runc: { url: 'http://mirror/runc.{arch}', sha256: { amd64: SUM } },
      },
    },
    'a checksum file that is never read': {
      artifacts: { runc: { url: 'http://mirror/runc.{arch}', sha256: BOTH, sha256Url: 'http://mirror/runc.sha256' } },
    },
  },
  bad: {
    'an archive over plain http': [
      { artifacts: { containerd: { url: 'http://mirror/containerd.tar.gz' } } },
      'spec.artifacts.containerd.url: http://mirror/containerd.tar.gz is plain http and no sha256 is given',
    ],
    'binaries over plain http': [
      { artifacts: { kubernetes: { baseUrl: 'http://mirror/k8s' } } },
      'spec.artifacts.kubernetes.baseUrl: http://mirror/k8s is plain http and no sha256 is given',
    ],
    'a checksum over plain http': [
      { artifacts: { cniPlugins: { sha256: { amd64: SUM }, sha256Url: 'http://mirror/cni.sha256' } } },
      'spec.artifacts.cniPlugins.sha256Url: a checksum fetched over plain http proves nothing',
    ],
  },
});
