import { kubernetesTools } from '../../../src/catalog/kubernetes/tools';
import { haCluster } from '../../fakes/clusters';

const toolsOf = (version: string, mode = 'iptables') =>
  kubernetesTools(haCluster({ kubernetes: { version }, kubeProxy: { mode } }));

describe('kubernetesTools', () => {
  it('asks for conntrack and ethtool as long as kubeadm does', () => {
    expect(toolsOf('v1.31.14')).toEqual(expect.arrayContaining(['conntrack', 'ethtool']));
    expect(toolsOf('v1.32.13')).toContain('ethtool');
    expect(toolsOf('v1.32.13')).not.toContain('conntrack');
    expect(toolsOf('v1.33.13')).not.toContain('ethtool');
  });

  it('asks for what the preflight of an older kubeadm looks for', () => {
    expect(toolsOf('v1.17.4')).toEqual(expect.arrayContaining(['ebtables', 'ethtool', 'socat']));
    expect(toolsOf('v1.17.4')).not.toContain('conntrack');
    expect(toolsOf('v1.29.6')).toEqual(expect.arrayContaining(['conntrack', 'ebtables', 'ethtool', 'socat']));
    expect(toolsOf('v1.31.14')).not.toContain('socat');
  });

  it('asks for the tools of IPVS in that mode alone', () => {
    expect(toolsOf('v1.34.4', 'ipvs')).toEqual(expect.arrayContaining(['ipset', 'ipvsadm']));
    expect(toolsOf('v1.34.4', 'nftables')).not.toContain('ipvsadm');
  });
});
