import type { RegistryMirror } from '../cluster';
import type { Finding, Path } from '../problems/problem';
import type { Rule } from './rule';

const DOCKER = ['docker', 'mirantis'];

/** Docker mirrors Docker Hub alone, and sends a mirror no credentials. */
export const registryOfDocker: Rule = {
  reads: ['spec.registry', 'spec.runtime.name'],
  check: ({ cluster }) =>
    DOCKER.includes(cluster.spec.runtime.name)
      ? cluster.spec.registry.mirrors.flatMap((mirror, index) =>
          checkMirror(mirror, ['spec', 'registry', 'mirrors', index]),
        )
      : [],
};

/** A registry that stands in for itself is no mirror: it only says how the registry is spoken to. */
function checkMirror({ host, endpoints, credentials }: RegistryMirror, path: Path): Finding[] {
  const isItself = endpoints.every((endpoint) => endpoint.replace(/^https?:\/\//, '').replace(/\/+$/, '') === host);
  const findings: Finding[] = [];
  if (host !== 'docker.io' && !isItself) {
    findings.push({
      path: [...path, 'host'],
      message: `Docker mirrors Docker Hub and no other registry, so not ${host}`,
      accepted: 'docker.io; for images of Kubernetes set spec.kubernetes.imageRepository',
    });
  }
  if (credentials !== undefined) {
    findings.push({
      path: [...path, 'credentials'],
      message: 'Docker sends a mirror no credentials',
      accepted: 'nothing, or another runtime',
      atKey: true,
    });
  }
  return findings;
}
