import { portsOf } from '../../src/plan/ports';
import { loadBalancerSteps } from '../../src/steps';
import { haCluster, nodeOf } from '../fakes/clusters';
import { debianFacts } from '../fakes/step-facts';

describe('ports that must be free', () => {
  it.each([
    ['cp-1', {}],
    ['w-1', { controlPlaneEndpoint: '127.0.0.1:8443', loadBalancer: { name: 'local-haproxy' } }],
  ])('on %s are all on which its haproxy listens', (name, spec) => {
    const cluster = haCluster(spec);
    const node = nodeOf(cluster, name);
    const files = loadBalancerSteps(cluster, node, debianFacts(node)).flatMap(({ resources }) => resources);
    const config = files.find((each) => each.kind === 'file' && each.path === '/etc/haproxy/haproxy.cfg');
    const bound = [...JSON.stringify(config).matchAll(/bind [^\s"\\]*:(\d+)/g)].map(([, port]) => Number(port));
    expect(bound).toEqual([8443, 18_443]);
    expect(portsOf(cluster, node).map(({ port }) => port)).toEqual(expect.arrayContaining(bound));
  });

  it('on a worker that carries no load balancer are not those of one', () => {
    const cluster = haCluster();
    expect(portsOf(cluster, nodeOf(cluster, 'w-1')).map(({ port }) => port)).toEqual([10_250, 10_256]);
  });
});
