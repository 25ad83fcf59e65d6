import type { NodeFacts } from '../../../src/plan/facts';
import { blockedPorts } from '../../../src/plan/preflight/blocked-ports';
import { haCluster } from '../../fakes/clusters';
import { freshFacts } from '../../fakes/node-facts';

const look = (facts: Partial<NodeFacts>, spec = {}) => {
  const cluster = haCluster(spec);
  const nodes = cluster.spec.nodes.map((node) => ({
    cluster,
    node,
    facts: { ...freshFacts(node), ...(node.name === 'cp-1' ? facts : {}) },
    stage: 'new' as const,
    imageDirectory: '/var/lib/containerd',
    supportedOs: { names: ['debian'], covers: () => true },
  }));
  const links = [{ from: 'cp-2', to: 'cp-1', what: 6443, result: 'blocked' as const }];
  return blockedPorts({ cluster, nodes, links });
};

const found = (...input: Parameters<typeof look>) => look(...input).map(({ id, node }) => `${id} ${node}`);

describe('ports that cannot be reached', () => {
  it('are a finding where nothing on the machine explains it', () => {
    expect(found({})).toEqual(['port-blocked cp-2']);
  });

  it('are none where a firewall of the machine itself will let them through, or be closed', () => {
    expect(found({ firewall: 'firewalld' })).toEqual([]);
    expect(found({ firewall: 'ufw' }, { os: { firewall: 'close' } })).toEqual([]);
  });

  it('are a finding where that firewall is to be left alone', () => {
    expect(found({ firewall: 'firewalld' }, { os: { firewall: 'ignore' } })).toEqual(['port-blocked cp-2']);
  });

  it('name the services that load rules of their own there, which nobody but their owner can change', () => {
    expect(look({ rulesLoadedBy: ['iptables', 'nftables'] })[0]?.fix).toBe(
      'Open the way from cp-2 to cp-1 in the firewalls between and on them; cp-1 has rules of its own, loaded by iptables.service and nftables.service.',
    );
  });
});
