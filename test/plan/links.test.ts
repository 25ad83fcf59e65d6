import { linksFrom } from '../../src/plan/links';
import { haCluster, nodeOf } from '../fakes/clusters';

const cluster = haCluster();
const ways = (name: string) =>
  linksFrom(cluster, nodeOf(cluster, name)).map(({ to, ports }) => `${to} ${ports.join(',')}`);

test('a worker reaches every API server', () => {
  expect(ways('w-1')).toEqual(['cp-1 6443', 'cp-2 6443', 'cp-3 6443']);
});

test("a control plane reaches the others' etcd and every kubelet", () => {
  expect(ways('cp-2')).toEqual(['cp-1 6443,2379,2380,10250', 'cp-3 6443,2379,2380,10250', 'w-1 10250', 'w-2 10250']);
});

test('the first control plane tries the VIP, which is expected to be silent', () => {
  expect(linksFrom(cluster, nodeOf(cluster, 'cp-1')).at(-1)).toEqual({
    to: 'vip',
    address: '10.0.0.100',
    ports: [8443],
    ping: true,
    patienceSeconds: 1,
  });
});

test('an external load balancer is somebody else’s', () => {
  const external = haCluster({ loadBalancer: { name: 'external' } });
  expect(linksFrom(external, nodeOf(external, 'cp-1')).map(({ to }) => to)).not.toContain('vip');
});
