import type { NodeFacts } from '../../../src/plan/facts';
import { blockedPorts } from '../../../src/plan/preflight/blocked-ports';
import { haCluster } from '../../fakes/clusters';
import { freshFacts } from '../../fakes/node-facts';

const found = (facts: Partial<NodeFacts>, spec = {}) => {
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
  return blockedPorts({ cluster, nodes, links }).map(({ id, node }) => `${id} ${node}`);
};

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
});
