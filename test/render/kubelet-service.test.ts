import { renderKubeletService } from '../../src/render/kubelet-service';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('kubelet-service', 'service', {
  containerd: () => renderKubeletService({ runtimeUnit: 'containerd.service' }),
});
