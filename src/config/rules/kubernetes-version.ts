import { SUPPORTED_KUBERNETES, whyUnsupported } from '../kubernetes-support';
import type { Rule } from './rule';

/** The Kubernetes version is one that can be installed. */
export const kubernetesVersion: Rule = {
  reads: ['spec.kubernetes.version'],
  check: ({ cluster }) => {
    const { version } = cluster.spec.kubernetes;
    const why = whyUnsupported(version);
    if (why === undefined) return [];
    return [
      {
        path: ['spec', 'kubernetes', 'version'],
        message: `Kubernetes ${version} cannot be installed: ${why}`,
        accepted: SUPPORTED_KUBERNETES,
      },
    ];
  },
};
