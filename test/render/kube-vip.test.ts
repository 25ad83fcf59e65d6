import { renderKubeVip } from '../../src/render/kube-vip';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('kube-vip', 'yaml', {
  'static-pod': () =>
    renderKubeVip({
      image: 'ghcr.io/kube-vip/kube-vip:v1.0.4',
      vip: '10.0.0.100',
      interface: 'eth0',
      kubeconfig: '/etc/kubernetes/kube-vip/kubeconfig',
    }),
});
