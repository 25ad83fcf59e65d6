import { decidePodNetwork, type KnownPodNetworks, type PodNetwork } from '../../src/plan/pod-network';

const known: KnownPodNetworks = {
  names: ['flannel', 'calico', 'cilium', 'manifest', 'none'],
  agents: { 'kube-flannel/kube-flannel-ds': 'flannel', 'kube-system/calico-node': 'calico' },
  stays: { cilium: 'its programs stay' },
};
const FLANNEL = 'apps/v1 DaemonSet kube-flannel/kube-flannel-ds';
const CALICO = 'apps/v1 DaemonSet kube-system/calico-node';
const flannel: PodNetwork = {
  name: 'flannel',
  backend: 'vxlan',
  objects: ['v1 Namespace kube-flannel', FLANNEL],
  digest: 'f1',
};
const calico: PodNetwork = { name: 'calico', backend: 'vxlan', objects: [CALICO], digest: 'c1' };
const own = (daemonSet: string): PodNetwork => ({
  name: 'manifest',
  objects: [`apps/v1 DaemonSet kube-system/${daemonSet}`],
  digest: daemonSet,
});
const { digest: _, ...halfFlannel } = flannel;

const decide = (wanted: PodNetwork, record?: PodNetwork, agents: readonly string[] = []) =>
  decidePodNetwork(wanted, { agents, ...(record && { record }) }, known);

describe('beside a record', () => {
  test('what was applied whole and is wanted needs nothing', () => {
    expect(decide(flannel, flannel)).toBeUndefined();
  });

  test.each<[string, PodNetwork, PodNetwork]>([
    ['another version or other settings', { ...flannel, digest: 'f2' }, flannel],
    ['what was cut off', flannel, halfFlannel],
    [
      'a version of which no DaemonSet is known',
      { ...flannel, objects: ['v1 Namespace other'], digest: 'f2' },
      flannel,
    ],
    ['a backend that is in the manifest', { ...flannel, backend: undefined as never, digest: 'f2' }, flannel],
    ['another version of a manifest of one’s own', { ...own('weave'), digest: 'w2' }, own('weave')],
    ['a network where there was none before', flannel, { name: 'none', objects: [], digest: 'n' }],
  ])('%s is applied', (_title, wanted, record) => {
    expect(decide(wanted, record)).toEqual({ move: 'apply' });
  });

  test.each<[string, PodNetwork, PodNetwork, string]>([
    ['another network', calico, flannel, 'calico (vxlan)'],
    ['another network in place of a half removed one', calico, halfFlannel, 'calico (vxlan)'],
    ['another backend', { ...flannel, backend: 'host-gw', digest: 'f3' }, flannel, 'flannel (host-gw)'],
    ['another manifest of one’s own', own('kube-router'), own('weave'), 'manifest'],
    ['no network at all', { name: 'none', objects: [], digest: 'n' }, flannel, 'none'],
  ])('%s is a switch', (_title, wanted, record, to) => {
    const { digest: _digest, ...from } = record;
    const title = `from ${record.name === 'flannel' ? 'flannel (vxlan)' : record.name} to ${to}`;
    expect(decide(wanted, record)).toEqual({ move: 'switch', from, to, title });
  });

  test('a network that cannot be taken off a node that runs on stays', () => {
    expect(decide(flannel, { name: 'cilium', objects: ['apps/v1 DaemonSet kube-system/cilium'] })).toMatchObject({
      move: 'refuse',
      message: 'the pod network of the live cluster is cilium, the file says flannel (vxlan), and its programs stay',
    });
  });

  test('a network that the catalog does not have is not removed', () => {
    expect(decide(flannel, { ...own('weave'), name: 'weave' })).toMatchObject({
      move: 'refuse',
      message: expect.stringContaining('weave'),
      fix: expect.stringContaining('catalog'),
    });
  });
});

describe('without a record', () => {
  test('the wanted network is applied, which makes one', () => {
    expect(decide(flannel, undefined, ['kube-flannel/kube-flannel-ds'])).toEqual({ move: 'apply' });
    expect(decide(flannel)).toEqual({ move: 'apply' });
  });

  test('another one is refused, with the way to its record', () => {
    expect(decide(flannel, undefined, ['kube-system/calico-node'])).toEqual({
      move: 'refuse',
      message:
        'the pod network of the live cluster is calico (DaemonSet kube-system/calico-node), of whose parts there is no record; the file says flannel',
      fix: expect.stringMatching(/^Set spec.cni to calico as it runs and install once: .*flannel: .* gate\.$/),
    });
  });

  test('a person who installs the network is left alone', () => {
    expect(decide({ name: 'none', objects: [], digest: 'n' })).toBeUndefined();
  });
});
