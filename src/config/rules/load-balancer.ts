import { valueAt } from '../value-at';
import type { Rule } from './rule';

const KEEPALIVED_SETTINGS = ['interface', 'virtualRouterId', 'prefixLength', 'vrrp'];
const BUILT_IN = ['keepalived-haproxy', 'external', 'none'];

/** A setting that the chosen load balancer does not read would be a silent mistake. */
export const loadBalancerSettings: Rule = {
  reads: ['spec.loadBalancer'],
  check: ({ cluster, given }) => {
    const { name } = cluster.spec.loadBalancer;
    const unread = [
      ...(name === 'keepalived-haproxy' ? [] : KEEPALIVED_SETTINGS),
      ...(BUILT_IN.includes(name) ? ['options'] : []),
    ];
    return unread
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
