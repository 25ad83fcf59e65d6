import { renderRpmRepo } from '../../src/render/rpm-repo';
import { describeGoldens } from '../fakes/goldens';

const keyFiles = ['/etc/pki/rpm-gpg/RPM-GPG-KEY-slipway-tools', '/etc/pki/rpm-gpg/RPM-GPG-KEY-slipway-tools-2'];
const input = { id: 'slipway-tools', url: 'https://example.com/{releasever}/{basearch}/', exclude: [], keyFiles };

describeGoldens('rpm-repo', 'repo', {
  packages: () => renderRpmRepo({ ...input, verify: 'packages', exclude: ['kubeadm', 'kubelet'] }),
  metadata: () => renderRpmRepo({ ...input, verify: 'metadata' }),
  both: () => renderRpmRepo({ ...input, verify: 'both' }),
  unsigned: () => renderRpmRepo({ ...input, verify: 'none', keyFiles: [] }),
});
