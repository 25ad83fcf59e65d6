import { keepalivedHaproxy } from '../../../src/catalog/load-balancer/keepalived-haproxy';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { describeGoldens } from '../../fakes/goldens';
import { debianFacts } from '../../fakes/step-facts';

const shareOf = (name: string, spec = {}) => {
  const cluster = haCluster(spec);
  const node = nodeOf(cluster, name);
  return keepalivedHaproxy.shareOf({ cluster, node, interfaces: debianFacts(node).interfaces });
};

const fileOf = (name: string, unit: string, spec = {}) =>
  shareOf(name, spec)?.services.find((service) => service.unit === unit)?.files[0]?.content ?? '';

const keepalived = (name: string, spec = {}) => fileOf(name, 'keepalived.service', spec);

const ALONE = { nodes: [{ name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] }] };

describeGoldens('load-balancer/keepalived-haproxy', 'conf', {
  'haproxy-cp-1': () => fileOf('cp-1', 'haproxy.service'),
  'keepalived-cp-1': () => keepalived('cp-1'),
  'keepalived-cp-3': () => keepalived('cp-3'),
  'keepalived-alone': () => keepalived('cp-1', ALONE),
  'keepalived-settings': () =>
    keepalived('cp-2', {
      loadBalancer: {
        name: 'keepalived-haproxy',
        interface: 'bond0',
        virtualRouterId: 7,
        prefixLength: 24,
        vrrp: 'multicast',
      },
    }),
});

describe('keepalived-haproxy', () => {
  it('has no part on a worker', () => {
    expect(shareOf('w-1')).toBeUndefined();
  });

  it('gives every control plane a priority of its own', () => {
    const priorities = ['cp-1', 'cp-2', 'cp-3'].map((name) => /priority (\d+)/.exec(keepalived(name))?.[1]);
    expect(priorities).toEqual(['200', '199', '198']);
  });

  it('has the same haproxy.cfg on every control plane', () => {
    expect(fileOf('cp-3', 'haproxy.service')).toBe(fileOf('cp-1', 'haproxy.service'));
  });

  it('talks to its peers and not to itself', () => {
    expect(keepalived('cp-2')).toMatch(
      /unicast_src_ip 10\.0\.0\.12\n {4}unicast_peer \{\n {8}10\.0\.0\.11\n {8}10\.0\.0\.13\n/,
    );
  });

  it('talks unicast on a control plane that has no peer yet, since a change to that takes the VIP away', () => {
    expect(keepalived('cp-1', ALONE)).toMatch(/unicast_peer \{\n {8}127\.0\.0\.1\n {4}\}/);
  });

  it('names what a node has when no interface carries its address', () => {
    const cluster = haCluster();
    const node = nodeOf(cluster, 'cp-1');
    const interfaces = [{ name: 'ens3', mac: '', mtu: 1500, addresses: ['192.168.1.5/24'] }];
    expect(() => keepalivedHaproxy.shareOf({ cluster, node, interfaces })).toThrow(
      'no interface of cp-1 carries its address 10.0.0.11; it has ens3 (192.168.1.5/24)',
    );
  });
});

describe('the ports of keepalived-haproxy', () => {
  it('are those of haproxy and VRRP on a control plane, and none on a worker', () => {
    const cluster = haCluster();
    expect(keepalivedHaproxy.ports(cluster, nodeOf(cluster, 'cp-1'))).toEqual([
      { protocol: 'tcp', port: 8443, use: 'haproxy' },
      { protocol: 'vrrp', use: 'keepalived' },
    ]);
    expect(keepalivedHaproxy.ports(cluster, nodeOf(cluster, 'w-1'))).toEqual([]);
  });
});
