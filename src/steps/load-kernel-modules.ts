import { kubernetesModules } from '../catalog/kubernetes/kernel-modules';
import { runtimeOf } from '../catalog/look-up';
import { renderModulesLoadConf } from '../render/modules-load-conf';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

/** Modules that the runtime, bridged pod traffic and kube-proxy need, now and at boot. */
export const loadKernelModules: BuildStep = ({ cluster, catalog }) => {
  const modules = [...runtimeOf(cluster, catalog).kernelModules, ...kubernetesModules(cluster)];
  return {
    name: 'load-kernel-modules',
    title: `Load the kernel modules ${modules.join(', ')}`,
    resources: [
      {
        kind: 'file',
        path: '/etc/modules-load.d/slipway.conf',
        content: renderModulesLoadConf(modules),
        mode: '0644',
        disruption: 'none',
        why: 'the modules are loaded at boot',
      },
      ...modules.map((name): Resource => ({ kind: 'kernel-module', name, required: true, disruption: 'none' })),
    ],
  };
};
