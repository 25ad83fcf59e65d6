import type { BuildStep } from './step-input';

/** The kubelet refuses to start beside swap unless its configuration allows it. */
export const turnSwapOff: BuildStep = ({ cluster }) =>
  cluster.spec.kubelet.configuration['failSwapOn'] === false
    ? undefined
    : {
        name: 'turn-swap-off',
        title: 'Turn swap off, now and at boot',
        resources: [{ kind: 'swap', state: 'off', disruption: 'node', why: 'the kubelet does not start beside swap' }],
      };
