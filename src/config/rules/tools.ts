import type { Rule } from './rule';

/** nerdctl and BuildKit speak to containerd; beside Docker they would speak to the wrong one. */
export const tools: Rule = {
  reads: ['spec.tools', 'spec.runtime.name'],
  check: ({ cluster }) => {
    const { runtime, tools: asked } = cluster.spec;
    if (runtime.name === 'containerd') return [];
    return (['nerdctl', 'buildkit'] as const)
      .filter((name) => asked[name] !== undefined)
      .map((name) => ({
        path: ['spec', 'tools', name],
        message: `${name} works beside containerd, not ${runtime.name}`,
        accepted: 'nothing, or spec.runtime.name: containerd',
        atKey: true,
      }));
  },
};
