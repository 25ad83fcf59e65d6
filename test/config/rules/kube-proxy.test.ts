import { kubeProxyOfPodNetwork } from '../../../src/config/rules/kube-proxy';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const none = { kubeProxy: { mode: 'none' } };
const nftables = { kubeProxy: { mode: 'nftables' } };
const at = (version: string) => ({ kubernetes: { version } });
const file = '/etc/slipway/cni.yaml';

describeRule('kubeProxyOfPodNetwork', kubeProxyOfPodNetwork, {
  good: {
    iptables: MINIMAL_SPEC,
    ipvs: { kubeProxy: { mode: 'ipvs' }, ...at('v1.17.4') },
    'none, where the pod network replaces it': { ...none, cni: { name: 'cilium', manifest: { file } } },
    'none, where you see to it': { ...none, cni: { name: 'none' } },
    nftables: nftables,
  },
  bad: {
    'none, where no Service would answer': [
      none,
      'spec.kubeProxy.mode: flannel does not replace kube-proxy: no Service would answer',
    ],
    'settings of a kube-proxy that is not there': [
      { kubeProxy: { mode: 'none', configuration: { metricsBindAddress: '0.0.0.0' } }, cni: { name: 'none' } },
      'spec.kubeProxy.configuration: there is no kube-proxy that would read it',
    ],
    'nftables beside a pod network that knows iptables only': [
      { ...nftables, ...at('v1.31.9'), cni: { name: 'canal' } },
      "spec.kubeProxy.mode: canal 3.29.7 does not work beside kube-proxy's mode nftables",
    ],
    'nftables beside an old Calico': [
      { ...nftables, cni: { name: 'calico', version: '3.28.5' } },
      "spec.kubeProxy.mode: calico 3.28.5 does not work beside kube-proxy's mode nftables",
    ],
  },
});
