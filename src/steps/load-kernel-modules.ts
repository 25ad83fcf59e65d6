import { runtimeOf } from '../catalog/look-up';
import { renderModulesLoadConf } from '../render/modules-load-conf';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

const FOR_IPVS = ['ip_vs', 'ip_vs_rr', 'ip_vs_wrr', 'ip_vs_sh', 'nf_conntrack'];

/** Modules that the runtime, bridged pod traffic and kube-proxy need, now and at boot. */
export const loadKernelModules: BuildStep = ({ cluster, catalog }) => {
  const isIpvs = cluster.spec.kubeProxy.mode === 'ipvs';
  const modules = [...runtimeOf(cluster, catalog).kernelModules, 'br_netfilter', ...(isIpvs ? FOR_IPVS : [])];
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
