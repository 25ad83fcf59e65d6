import { carriesLoadBalancer, loadBalancerChoice } from '../../../src/config/choices/load-balancer';
import type { Cluster } from '../../../src/config/cluster';
import { haCluster } from '../../fakes/clusters';

function carriers(name: string): string[] {
  const cluster = haCluster();
  const named: Cluster = {
    ...cluster,
    spec: { ...cluster.spec, loadBalancer: { ...cluster.spec.loadBalancer, name } },
  };
  return named.spec.nodes.filter((node) => carriesLoadBalancer(named, node)).map((node) => node.name);
}

describe('what is known of load balancers', () => {
  it.each([
    ['keepalived-haproxy', ['cp-1', 'cp-2', 'cp-3']],
    ['kube-vip', ['cp-1', 'cp-2', 'cp-3']],
    ['local-haproxy', ['cp-1', 'cp-2', 'cp-3', 'w-1', 'w-2']],
    ['external', []],
    ['none', []],
    ['one-of-my-own', ['cp-1', 'cp-2', 'cp-3']],
  ])('%s is carried by %j', (name, expected) => {
    expect(carriers(name)).toEqual(expected);
  });

  it('does not take what every object has for a load balancer', () => {
    expect(loadBalancerChoice('constructor')).toEqual(loadBalancerChoice('one-of-my-own'));
  });
});
