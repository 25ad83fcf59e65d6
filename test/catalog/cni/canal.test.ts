import { calico } from '../../../src/catalog/cni/calico';
import { canal } from '../../../src/catalog/cni/canal';
import { flannel } from '../../../src/catalog/cni/flannel';
import type { TraceNames } from '../../../src/plan/traces';
import { renderYaml } from '../../../src/render/parts/yaml';
import { canalObjects } from '../../fakes/calico-manifests';
import { haCluster } from '../../fakes/clusters';
import { describeGoldens } from '../../fakes/goldens';

const clusterWith = (cni: object = {}, spec: object = {}) => haCluster({ cni: { name: 'canal', ...cni }, ...spec });

describeGoldens('cni/canal', 'yaml', {
  'other-subnet-mtu': () =>
    renderYaml(
      canal.manifest(
        clusterWith({ mtu: 1400 }, { networking: { podSubnet: '172.20.0.0/16' } }),
        canalObjects('3.32.1'),
      ),
    ),
});

describe('canal', () => {
  it('leaves by the interface of the node’s own address, which stands before what refers to it', () => {
    const set = canal.manifest(clusterWith(), canalObjects('3.32.1')).find(({ kind }) => kind === 'DaemonSet');
    expect(JSON.stringify(set)).toMatch(/"NODE_IP".*"FLANNELD_IFACE","value":"\$\(NODE_IP\)"/);
  });

  it('leaves on a machine what both that it is made of leave', () => {
    for (const { traces } of [flannel, calico])
      for (const [kind, names] of Object.entries(traces))
        expect(canal.traces[kind as keyof TraceNames]).toEqual(expect.arrayContaining([...names]));
  });

  it('refuses a manifest that is another one', () => {
    expect(() => canal.manifest(clusterWith(), [])).toThrow('has no ConfigMap canal-config');
  });
});
