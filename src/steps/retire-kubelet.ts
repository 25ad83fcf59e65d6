import type { BuildStep } from './step-input';

/** The kubelet does not run, nor start at boot: without a configuration it would fail for ever. */
export const retireKubelet: BuildStep = () => ({
  name: 'retire-kubelet',
  title: 'Stop the kubelet',
  resources: [{ kind: 'unit', name: 'kubelet.service', enabled: false, active: false, disruption: 'node' }],
});
