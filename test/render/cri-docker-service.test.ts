import { renderCriDockerService } from '../../src/render/cri-docker-service';
import { describeGoldens } from '../fakes/goldens';

// Source: packaging/systemd/cri-docker.service and the flags of https://mirantis.github.io/cri-dockerd
describeGoldens('cri-docker-service', 'service', {
  archive: () =>
    renderCriDockerService({
      program: '/usr/libexec/cri-dockerd/cri-dockerd',
      sandboxImage: 'registry.k8s.io/pause:3.10.1',
    }),
});
