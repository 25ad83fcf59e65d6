import { loadBalancerSettings, loadBalancerVersion } from '../../../src/config/rules/load-balancer';
import { HA_SPEC, MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

describeRule('loadBalancerSettings', loadBalancerSettings, {
  good: {
    'no settings': MINIMAL_SPEC,
    'settings that keepalived reads': {
      ...HA_SPEC,
      loadBalancer: { name: 'keepalived-haproxy', interface: 'eth1', virtualRouterId: 7 },
    },
  },
  bad: {
    'settings that nobody reads': [
      { loadBalancer: { name: 'external', virtualRouterId: 7 } },
      'spec.loadBalancer.virtualRouterId: the load balancer external has no such setting',
    ],
    'options of a built-in load balancer': [
      { loadBalancer: { name: 'keepalived-haproxy', options: { a: 1 } } },
      'spec.loadBalancer.options: the load balancer keepalived-haproxy has no such setting',
    ],
  },
});

const kubeVip = { ...HA_SPEC, controlPlaneEndpoint: '10.0.0.100:6443', loadBalancer: { name: 'kube-vip' } };

describeRule('loadBalancerVersion', loadBalancerVersion, {
  good: { 'any version': { ...HA_SPEC, kubernetes: { version: 'v1.17.4' } }, 'a new one': kubeVip },
  bad: {
    'one whose joins refuse static pods': [
      { ...kubeVip, kubernetes: { version: 'v1.22.17' } },
      'spec.loadBalancer.name: kube-vip works with Kubernetes v1.23 or later here',
    ],
  },
});
