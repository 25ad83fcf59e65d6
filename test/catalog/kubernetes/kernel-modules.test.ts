import { kubernetesModules } from '../../../src/catalog/kubernetes/kernel-modules';
import { haCluster } from '../../fakes/clusters';

describe('kubernetesModules', () => {
  it('is what bridged traffic needs', () => {
    expect(kubernetesModules(haCluster())).toEqual(['br_netfilter']);
  });

  it('is with kube-proxy’s mode ipvs its schedulers as well', () => {
    expect(kubernetesModules(haCluster({ kubeProxy: { mode: 'ipvs' } }))).toEqual([
      'br_netfilter',
      'ip_vs',
      'ip_vs_rr',
      'ip_vs_wrr',
      'ip_vs_sh',
      'nf_conntrack',
    ]);
  });
});
