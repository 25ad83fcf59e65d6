import { dockerEngine } from './parts/docker-engine';

/** Docker Engine: the distribution's own on Debian's family, Docker's elsewhere. */
export const docker = dockerEngine({
  deb: ['docker.io', 'containerd', 'runc'],
  rpm: ['docker-ce', 'docker-ce-cli', 'containerd.io'],
});
