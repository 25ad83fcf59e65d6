import { renderKubeletService } from '../../src/render/kubelet-service';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('kubelet-service', 'service', {
  containerd: () => renderKubeletService({ program: '/usr/local/bin/kubelet', runtimeUnit: 'containerd.service' }),
});
