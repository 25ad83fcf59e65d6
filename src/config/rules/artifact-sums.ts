import type { Cluster } from '../cluster';
import { minorOf } from '../kubernetes-support';
import type { Rule } from './rule';

const FIRST_MINOR_WITH_CRI_DOCKERD = 24;

/** What is downloaded and has no publisher's checksum is proven by one in the file. */
export const artifactSums: Rule = {
  reads: ['spec.artifacts', 'spec.runtime', 'spec.tools', 'spec.kubernetes.version'],
  check: ({ cluster }) =>
    listUnsigned(cluster)
      .filter((name) => {
        const { sha256, sha256Url } = cluster.spec.artifacts[name];
        return sha256.amd64 === undefined && sha256.arm64 === undefined && sha256Url === undefined;
      })
      .map((name) => ({
        path: ['spec', 'artifacts', name, 'sha256'],
        message: `the publisher of ${name} keeps no checksums, and the file gives none`,
        accepted: 'a sha256 for each architecture in use',
      })),
};

function listUnsigned({ spec: { runtime, kubernetes, tools } }: Cluster): ('criDockerd' | 'buildkit')[] {
  const isDocker = runtime.name === 'docker' || runtime.name === 'mirantis';
  return [
    ...(isDocker && minorOf(kubernetes.version) >= FIRST_MINOR_WITH_CRI_DOCKERD ? (['criDockerd'] as const) : []),
    ...(tools.buildkit === undefined ? [] : (['buildkit'] as const)),
  ];
}
