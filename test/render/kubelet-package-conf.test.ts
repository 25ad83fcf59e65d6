import { renderKubeletPackageConf } from '../../src/render/kubelet-package-conf';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('kubelet-package-conf', 'conf', {
  containerd: () => renderKubeletPackageConf({ runtimeUnit: 'containerd.service' }),
});
