import { renderKubeletKubeadmConf } from '../../src/render/kubelet-kubeadm-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('kubelet-kubeadm-conf', 'conf', {
  debian: () => renderKubeletKubeadmConf({ program: '/usr/local/bin/kubelet', extraArgsFile: '/etc/default/kubelet' }),
});
