import type { RegistryMirror } from '../cluster';
import type { Finding, Path } from '../problems/problem';
import type { Rule } from './rule';

/** By what people call them. */
const DOCKER: Readonly<Record<string, string>> = { docker: 'Docker', mirantis: 'Mirantis Container Runtime' };

/** Docker mirrors Docker Hub alone, and sends a mirror no credentials. */
export const registryOfDocker: Rule = {
  reads: ['spec.registry', 'spec.runtime.name'],
  check: ({ cluster: { spec } }) => {
    const { name } = spec.runtime;
    const runtime = Object.hasOwn(DOCKER, name) ? DOCKER[name] : undefined;
    if (runtime === undefined) return [];
    return spec.registry.mirrors.flatMap((mirror, index) =>
      checkMirror(mirror, runtime, ['spec', 'registry', 'mirrors', index]),
    );
  },
};

/** A registry that stands in for itself is no mirror: it only says how the registry is spoken to. */
function checkMirror({ host, endpoints, credentials }: RegistryMirror, runtime: string, path: Path): Finding[] {
  const isItself = endpoints.every((endpoint) => endpoint.replace(/^https?:\/\//, '').replace(/\/+$/, '') === host);
  const findings: Finding[] = [];
  if (host !== 'docker.io' && !isItself) {
    findings.push({
      path: [...path, 'host'],
      message: `${runtime} mirrors Docker Hub and no other registry, so not ${host}`,
      accepted: 'docker.io; for images of Kubernetes set spec.kubernetes.imageRepository',
    });
  }
  if (credentials !== undefined) {
    findings.push({
      path: [...path, 'credentials'],
      message: `${runtime} sends a mirror no credentials`,
      accepted: 'nothing, or another runtime',
      atKey: true,
    });
  }
  return findings;
}
