import { parseAllDocuments } from 'yaml';
import { renderKubeadmInit } from '../../src/render/kubeadm-init';
import { externalEtcdCluster, haCluster, nodeOf, singleCluster } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';

const secrets = { token: 'abcdef.0123456789abcdef', certificateKey: 'ab'.repeat(32) };
const criSocket = 'unix:///run/containerd/containerd.sock';

const init = (cluster = haCluster(), node = 'cp-1', more = {}) =>
  renderKubeadmInit({ cluster, node: nodeOf(cluster, node), criSocket, secrets, ...more });

const overridden = () =>
  haCluster({
    kubeProxy: {
      mode: 'nftables',
      configuration: { conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s' } },
    },
    kubelet: { configuration: { failSwapOn: false, featureGates: { KubeletInUserNamespace: true } } },
    kubeadm: {
      ignorePreflightErrors: ['SystemVerification'],
      initConfiguration: { nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '2' }] } },
      clusterConfiguration: {
        etcd: { local: { imageTag: '3.6.16-0', extraArgs: [{ name: 'quota-backend-bytes', value: '8589934592' }] } },
        dns: { imageTag: 'v1.14.7' },
        apiServer: { extraArgs: [{ name: 'profiling', value: 'false' }] },
      },
    },
  });

/** Overrides of every kind that all versions of kubeadm can say. */
const olderOverrides = (version: string) =>
  haCluster({
    kubernetes: { version },
    kubeadm: {
      ignorePreflightErrors: ['HTTPProxyCIDR'],
      initConfiguration: {
        nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '2' }] },
        timeouts: { controlPlaneComponentHealthCheck: '9m0s' },
      },
      clusterConfiguration: {
        etcd: { local: { extraArgs: [{ name: 'quota-backend-bytes', value: '8589934592' }] } },
        controllerManager: { extraArgs: [{ name: 'bind-address', value: '0.0.0.0' }] },
        scheduler: { extraArgs: [{ name: 'profiling', value: 'false' }] },
        apiServer: { extraArgs: [{ name: 'profiling', value: 'false' }] },
      },
    },
  });

const OLDER = ['v1.17.4', 'v1.22.17', 'v1.24.17', 'v1.28.2', 'v1.29.6'];

describeGoldens('kubeadm-init', 'yaml', {
  ...Object.fromEntries(OLDER.map((version) => [version, () => init(haCluster({ kubernetes: { version } }))])),
  'v1.17.4-overrides': () => init(olderOverrides('v1.17.4')),
  'v1.28.2-overrides': () => init(olderOverrides('v1.28.2')),
  'v1.17.4-single-node': () =>
    init(singleCluster({ kubernetes: { version: 'v1.17.4', imageRepository: 'registry.example.com/k8s' } }), 'solo', {
      criSocket: '/var/run/dockershim.sock',
      ignorePreflightErrors: ['Port-6443'],
    }),
  ha: () => init(),
  'single-node': () => init(singleCluster(), 'solo'),
  'external-etcd': () => init(externalEtcdCluster()),
  overrides: () => init(overridden()),
  'without-kube-proxy': () => init(haCluster({ cni: { name: 'none' }, kubeProxy: { mode: 'none' } })),
  'dual-stack-resume': () =>
    init(
      haCluster({
        networking: { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' },
      }),
      'cp-1',
      { ignorePreflightErrors: ['Port-6443', 'DirAvailable--var-lib-etcd'], skipPhases: ['addon/kube-proxy'] },
    ),
});

describe('renderKubeadmInit', () => {
  it('writes the four configurations that kubeadm tells apart by kind', () => {
    expect(parseAllDocuments(init()).map((document) => document.get('kind'))).toEqual([
      'InitConfiguration',
      'ClusterConfiguration',
      'KubeletConfiguration',
      'KubeProxyConfiguration',
    ]);
  });

  it('keeps the node address beside the flags of an override', () => {
    const [first] = parseAllDocuments(init(overridden()));
    expect(first?.toJS()).toMatchObject({
      nodeRegistration: {
        kubeletExtraArgs: [
          { name: 'node-ip', value: '10.0.0.11' },
          { name: 'v', value: '2' },
        ],
      },
    });
  });

  it('takes the control plane taint from a node that is a worker as well', () => {
    const [first] = parseAllDocuments(init(singleCluster(), 'solo'));
    expect(first?.toJS()).toMatchObject({ nodeRegistration: { taints: [] } });
  });

  it('quotes what a YAML 1.1 reader would take for something else', () => {
    const cluster = haCluster({
      kubeadm: {
        clusterConfiguration: { featureGates: {}, certificateValidityPeriod: '012', caCertificateValidityPeriod: 'on' },
      },
    });
    expect(init(cluster)).toMatch(/certificateValidityPeriod: "012"\ncaCertificateValidityPeriod: "on"/);
  });
});
