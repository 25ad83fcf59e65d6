import { renderCrictlYaml } from '../../src/render/crictl-yaml';
import { describeGoldens } from '../fakes/goldens';

// Source: docs/crictl.md of kubernetes-sigs/cri-tools
describeGoldens('crictl-yaml', 'yaml', {
  containerd: () => renderCrictlYaml({ socket: 'unix:///run/containerd/containerd.sock' }),
  docker: () => renderCrictlYaml({ socket: 'unix:///run/cri-dockerd.sock' }),
});
