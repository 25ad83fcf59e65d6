import { parse } from 'yaml';
import { renderKubeadmJoin } from '../../src/render/kubeadm-join';
import { haCluster, nodeOf } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';

const worker = { token: 'abcdef.0123456789abcdef', caHash: 'cd'.repeat(32) };
const controlPlane = { ...worker, certificateKey: 'ab'.repeat(32) };
const criSocket = 'unix:///run/containerd/containerd.sock';

const join = (node: string, secrets: typeof worker & { certificateKey?: string }, cluster = haCluster(), more = {}) =>
  renderKubeadmJoin({ cluster, node: nodeOf(cluster, node), criSocket, secrets, ...more });

const withPatches = () =>
  haCluster({ kubeadm: { joinConfiguration: { controlPlane: {}, timeouts: { discovery: '10m0s' } } } });

const OLDER = ['v1.17.4', 'v1.24.17', 'v1.28.2', 'v1.29.6'];
const older = (version: string) =>
  haCluster({ kubernetes: { version }, kubeadm: { joinConfiguration: { timeouts: { discovery: '7m0s' } } } });

describeGoldens('kubeadm-join', 'yaml', {
  ...Object.fromEntries(OLDER.map((version) => [version, () => join('cp-2', controlPlane, older(version))])),
  'v1.17.4-worker': () => join('w-1', worker, older('v1.17.4')),
  'control-plane': () => join('cp-2', controlPlane),
  worker: () => join('w-1', worker),
  'tainted-worker': () =>
    join(
      'gpu-1',
      worker,
      haCluster({
        nodes: [
          { name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] },
          { name: 'gpu-1', address: '10.0.0.31', taints: [{ key: 'example.com/gpu', effect: 'NoExecute' }] },
        ],
      }),
    ),
  resume: () =>
    join('cp-3', controlPlane, haCluster(), { ignorePreflightErrors: ['Port-10250'], skipPhases: ['etcd-join'] }),
});

describe('renderKubeadmJoin', () => {
  it('never makes a control plane of a worker, whatever the override holds', () => {
    expect(parse(join('w-1', worker, withPatches()))).not.toHaveProperty('controlPlane');
    expect(parse(join('w-1', worker, withPatches()))).toMatchObject({ timeouts: { discovery: '10m0s' } });
  });

  it('refuses a control plane without a certificate key', () => {
    expect(() => join('cp-2', worker)).toThrow('cp-2 joins as a control plane and has no certificate key');
  });
});
