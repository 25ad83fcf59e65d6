import { minorOf } from '../kubernetes-support';
import type { Rule } from './rule';

/** CRI-O is released for one minor of Kubernetes each. */
export const runtimeVersion: Rule = {
  reads: ['spec.runtime', 'spec.kubernetes.version'],
  check: ({ cluster }) => {
    const { name, version } = cluster.spec.runtime;
    if (name !== 'cri-o' || version === undefined) return [];
    const wanted = minorOf(cluster.spec.kubernetes.version);
    const minor = Number(version.split('.')[1]);
    return minor === wanted
      ? []
      : [
          {
            path: ['spec', 'runtime', 'version'],
            message: `CRI-O 1.${minor} is made for Kubernetes v1.${minor}`,
            accepted: `1.${wanted}.x`,
          },
        ];
  },
};
