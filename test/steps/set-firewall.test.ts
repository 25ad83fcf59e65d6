import { catalog } from '../../src/catalog/catalog';
import { setFirewall } from '../../src/steps/set-firewall';
import { NO_WORKER_INPUTS } from '../../src/steps/step-input';
import { haCluster, nodeOf } from '../fakes/clusters';
import { debianFacts } from '../fakes/step-facts';

const stepFor = (name: string, spec = {}) => {
  const cluster = haCluster(spec);
  const node = nodeOf(cluster, name);
  return setFirewall({ cluster, node, facts: debianFacts(node), inputs: NO_WORKER_INPUTS, catalog });
};

describe('the firewall of a node', () => {
  it('lets through on a control plane what other machines reach there, and nothing else', () => {
    expect(stepFor('cp-1')?.resources).toEqual([
      {
        kind: 'firewall',
        ports: [
          '6443/tcp',
          '2379-2380/tcp',
          '10250/tcp',
          '10256/tcp',
          '30000-32767/tcp',
          '30000-32767/udp',
          '8443/tcp',
          'vrrp',
          '8472/udp',
        ],
        trusted: ['10.244.0.0/16'],
        interface: 'eth0',
        disruption: 'none',
      },
    ]);
  });

  it('lets through on a worker what a kubelet and pods need', () => {
    expect(stepFor('w-1')?.resources).toMatchObject([
      { ports: ['10250/tcp', '10256/tcp', '30000-32767/tcp', '30000-32767/udp', '8472/udp'] },
    ]);
  });

  it('lets nothing through for a pod network without encapsulation, nor for one that is not known', () => {
    const portsOf = (cni: object) =>
      stepFor('w-1', { cni })?.resources.flatMap((each) => (each.kind === 'firewall' ? each.ports : []));
    expect(portsOf({ backend: 'host-gw' })).not.toContain('8472/udp');
    expect(portsOf({ manifest: { file: '/etc/cni.yaml' } })).not.toContain('8472/udp');
  });

  it('lets a pod network through whose manifest is the cluster file’s own and is held to what that says', () => {
    const manifest = { file: '/etc/cni.yaml' };
    const stepOf = (cni: object) => stepFor('w-1', { cni: { ...cni, manifest } })?.resources;
    expect(stepOf({ name: 'cilium' })).toMatchObject([
      { ports: expect.arrayContaining(['8472/udp', '4240/tcp', '4244/tcp']) },
    ]);
    expect(stepOf({ name: 'calico', backend: 'ipip' })).toMatchObject([
      { ports: expect.arrayContaining(['179/tcp', 'ipip']) },
    ]);
  });

  it('lets the other nodes ask the control planes for the time where those serve it', () => {
    const step = stepFor('cp-1', { time: { fromControlPlanes: true } });
    expect(step?.resources).toMatchObject([{ ports: expect.arrayContaining(['123/udp']) }]);
  });

  it('trusts both networks of pods', () => {
    const networking = { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' };
    expect(stepFor('w-1', { networking })?.resources).toMatchObject([
      { trusted: ['10.244.0.0/16', 'fd00:10:244::/56'] },
    ]);
  });

  it('is closed down, or left alone, where the cluster file says so', () => {
    expect(stepFor('w-1', { os: { firewall: 'ignore' } })).toBeUndefined();
    expect(stepFor('w-1', { os: { firewall: 'close' } })?.resources).toContainEqual(
      expect.objectContaining({ kind: 'unit', name: 'firewalld.service', enabled: false, active: false }),
    );
  });
});
