import { type NodeRule, yoursToFix } from './rule';

export const sources: NodeRule = ({ facts: { unresolvable } }) =>
  unresolvable.length === 0
    ? []
    : [
        yoursToFix(
          'source-unresolvable',
          `the machine cannot resolve ${unresolvable.join(', ')}`,
          'Mend its name resolution, point spec.artifacts and spec.registry at mirrors that it can resolve, or name a proxy that can in spec.proxy.',
        ),
      ];
