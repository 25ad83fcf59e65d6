import type { Finding } from '../problems/problem';
import { isMapping } from '../value-at';
import type { Rule, RuleInput } from './rule';

const PATH = ['spec', 'kubeProxy', 'mode'];

/** The pod network works beside the mode, and none is missed where nothing replaces it. */
export const kubeProxyOfPodNetwork: Rule = {
  reads: ['spec.kubeProxy', 'spec.cni'],
  check: (input) => {
    const { mode } = input.cluster.spec.kubeProxy;
    if (mode === 'none') return checkNone(input);
    return mode === 'nftables' ? checkPodNetwork(input) : [];
  },
};

function checkNone({ cluster: { spec }, choices }: RuleInput): Finding[] {
  const { name } = spec.cni;
  if (choices.cni[name]?.replacesKubeProxy === true) {
    return givenConfiguration(spec.kubeProxy.configuration);
  }
  const able = Object.keys(choices.cni).filter((each) => choices.cni[each]?.replacesKubeProxy === true);
  return [
    {
      path: PATH,
      message: `${name} does not replace kube-proxy: no Service would answer`,
      accepted: `iptables, nftables or ipvs, or a pod network such as ${able.join(', ')}`,
    },
  ];
}

function givenConfiguration(configuration: unknown): Finding[] {
  if (!isMapping(configuration) || Object.keys(configuration).length === 0) return [];
  return [
    {
      path: ['spec', 'kubeProxy', 'configuration'],
      message: 'there is no kube-proxy that would read it',
      accepted: 'nothing beside the mode none',
      atKey: true,
    },
  ];
}

function checkPodNetwork({ cluster: { spec }, choices }: RuleInput): Finding[] {
  const { name, version } = spec.cni;
  const since = choices.cni[name]?.nftablesSince;
  if (since === undefined) return [];
  if (since !== 'never' && (version ?? '').localeCompare(since, 'en', { numeric: true }) >= 0) return [];
  return [
    {
      path: PATH,
      message: `${name}${version === undefined ? '' : ` ${version}`} does not work beside kube-proxy's mode nftables`,
      accepted: since === 'never' ? 'iptables or ipvs' : `iptables or ipvs, or ${name} ${since} or later`,
    },
  ];
}
