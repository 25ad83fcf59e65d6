import { dualStack, kubeProxyMode, kubernetesRange } from '../../../src/config/rules/kubernetes-range';
import { describeRule } from './describe-rule';

const kubernetes = (version: string) => ({ kubernetes: { version } });

describeRule('kubernetesRange', kubernetesRange, {
  good: {
    'containerd 1.7 with an old Kubernetes': { ...kubernetes('v1.17.4'), runtime: { version: '1.7.2' } },
    'containerd 1.5 with one of its time': { ...kubernetes('v1.22.17'), runtime: { version: '1.5.18' } },
    'containerd as Debian packages it': {
      ...kubernetes('v1.34.4'),
      runtime: { install: 'package', version: '1.6.20~ds1-1+deb12u1' },
    },
    'a package of whatever version, with an old Kubernetes': {
      ...kubernetes('v1.20.15'),
      runtime: { install: 'package' },
    },
    'containerd 2.1': { ...kubernetes('v1.34.4'), runtime: { version: '2.1.4' } },
  },
  bad: {
    'a containerd that speaks an interface the kubelet does not': [
      { ...kubernetes('v1.22.17'), runtime: { version: '2.1.4' } },
      'spec.runtime.version: containerd 2.1.4 does not go with Kubernetes v1.22.17: it speaks CRI v1 alone',
    ],
    'a containerd that reads another configuration': [
      { ...kubernetes('v1.17.4'), runtime: { version: '1.4.13' } },
      'spec.runtime.version: containerd 1.4.13 is older than any that is known here',
    ],
    'a containerd that is too old': [
      { ...kubernetes('v1.28.2'), runtime: { version: '1.5.18' } },
      'spec.runtime.version: containerd 1.5.18 does not go with Kubernetes v1.28.2: it speaks no CRI v1',
    ],
  },
});

describeRule('kubeProxyMode', kubeProxyMode, {
  good: {
    'nftables where it is on': { ...kubernetes('v1.31.0'), kubeProxy: { mode: 'nftables' } },
    'ipvs in an old one': { ...kubernetes('v1.17.4'), kubeProxy: { mode: 'ipvs' } },
  },
  bad: {
    'nftables behind a feature gate': [
      { ...kubernetes('v1.30.14'), kubeProxy: { mode: 'nftables' } },
      'spec.kubeProxy.mode: the kube-proxy of v1.30.14 has no mode nftables',
    ],
  },
});

const TWO = {
  networking: { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' },
};

describeRule('dualStack', dualStack, {
  good: { 'two families': { ...kubernetes('v1.21.14'), ...TWO }, 'one in an old version': kubernetes('v1.17.4') },
  bad: {
    'two families behind a feature gate': [
      { ...kubernetes('v1.20.15'), ...TWO },
      'spec.networking.podSubnet: Kubernetes v1.20.15 has one IP family only',
    ],
  },
});
