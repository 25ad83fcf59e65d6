import { dockerEngine } from './parts/docker-engine';

/** Mirantis Container Runtime: Docker Enterprise Engine under its later name, from the publisher's repository. */
export const mirantis = dockerEngine({
  deb: ['docker-ee', 'docker-ee-cli', 'containerd.io'],
  rpm: ['docker-ee', 'docker-ee-cli', 'containerd.io'],
});
