import { newestReleaseOf } from '../../../src/catalog/kubernetes/releases';
import { NEWEST_MINOR, OLDEST_MINOR } from '../../../src/config/kubernetes-support';
import { PRESET_NAMES } from '../../../src/config/schema';
import { kubernetesSchema } from '../../../src/config/schema/kubernetes';
import type { Dimension } from '../dimension';

/** Every minor that can be installed, by its newest known release, and one beyond each end. */
export const kubernetes: Dimension = {
  title: 'Kubernetes',
  fields: ['spec.kubernetes.version'],
  points: Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 3 }, (_, index) => {
    const minor = OLDEST_MINOR - 1 + index;
    const isKnown = OLDEST_MINOR <= minor && minor <= NEWEST_MINOR;
    const version = isKnown ? newestReleaseOf(minor) : `v1.${minor}.0`;
    return { name: version, spec: { kubernetes: { version } } };
  }),
};

export const kubernetesInstalls: Dimension = {
  title: 'Kubernetes by',
  fields: ['spec.kubernetes.install'],
  points: PRESET_NAMES.flatMap((preset) =>
    kubernetesSchema.shape.install.unwrap().options.map((install) => ({
      name: `${install}, ${preset}`,
      word: preset,
      spec: { preset, kubernetes: { install } },
    })),
  ),
};
