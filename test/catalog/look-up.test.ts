import type { Cluster } from '../../src/config/cluster';
import { cniOf, loadBalancerOf, runtimeOf } from '../../src/catalog/look-up';
import { haCluster } from '../fakes/clusters';

const named = (kind: 'runtime' | 'cni' | 'loadBalancer', name: string): Cluster => {
  const cluster = haCluster();
  return { ...cluster, spec: { ...cluster.spec, [kind]: { ...cluster.spec[kind], name } } };
};

describe('the catalog', () => {
  it('finds what the cluster file names', () => {
    expect([runtimeOf, cniOf, loadBalancerOf].every((find) => find(haCluster()) !== undefined)).toBe(true);
  });

  it('says what there is when it has no such entry', () => {
    expect(() => cniOf(named('cni', 'weave'))).toThrow(
      'the catalog has no cni "weave"; set spec.cni.name to one of flannel, calico, calico-operator, canal, cilium, manifest, none',
    );
  });

  it('does not take what every object has for an entry', () => {
    expect(() => runtimeOf(named('runtime', 'constructor'))).toThrow('no runtime "constructor"');
    expect(() => loadBalancerOf(named('loadBalancer', '__proto__'))).toThrow('no loadBalancer "__proto__"');
  });
});
