import { isSupportedKubernetes, SUPPORTED_KUBERNETES } from '../kubernetes-support';
import type { Rule } from './rule';

/** The Kubernetes version is one that can be installed. */
export const kubernetesVersion: Rule = {
  reads: ['spec.kubernetes.version'],
  check: ({ cluster }) => {
    const { version } = cluster.spec.kubernetes;
    if (isSupportedKubernetes(version)) return [];
    return [
      {
        path: ['spec', 'kubernetes', 'version'],
        message: `Kubernetes ${version} cannot be installed`,
        accepted: SUPPORTED_KUBERNETES,
      },
    ];
  },
};
