import { renderKubeletKubeadmConf } from '../../src/render/kubelet-kubeadm-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('kubelet-kubeadm-conf', 'conf', {
  debian: () => renderKubeletKubeadmConf({ extraArgsFile: '/etc/default/kubelet' }),
});
