import { minorOf } from '../kubernetes-support';
import { valueAt } from '../value-at';
import type { Rule } from './rule';

const SETTINGS = ['interface', 'virtualRouterId', 'prefixLength', 'vrrp', 'image', 'options'] as const;

/** A setting that the chosen load balancer does not read would be a silent mistake. */
export const loadBalancerSettings: Rule = {
  reads: ['spec.loadBalancer'],
  check: ({ cluster, given, choices }) => {
    const { name } = cluster.spec.loadBalancer;
    const { settings = SETTINGS } = choices.loadBalancer[name] ?? {};
    return SETTINGS.filter((setting) => !settings.includes(setting))
      .map((setting) => ['spec', 'loadBalancer', setting])
      .filter((path) => valueAt(given, path) !== undefined)
      .map((path) => ({
        path,
        message: `the load balancer ${name} has no such setting`,
        accepted: 'nothing',
        atKey: true,
      }));
  },
};

/** A load balancer that needs something of kubeadm that older ones have not. */
export const loadBalancerVersion: Rule = {
  reads: ['spec.loadBalancer.name', 'spec.kubernetes.version'],
  check: ({ cluster: { spec }, choices }) => {
    const { name } = spec.loadBalancer;
    const oldest = choices.loadBalancer[name]?.oldestMinor;
    if (oldest === undefined || minorOf(spec.kubernetes.version) >= oldest) return [];
    return [
      {
        path: ['spec', 'loadBalancer', 'name'],
        message: `${name} works with Kubernetes v1.${oldest} or later here`,
        accepted: 'another load balancer, such as keepalived-haproxy',
      },
    ];
  },
};
