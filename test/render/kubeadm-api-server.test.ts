import { parse, parseAllDocuments } from 'yaml';
import { renderKubeadmApiServer, withEtcdEndpoints } from '../../src/render/kubeadm-api-server';
import { externalEtcdCluster, nodeOf } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';

/** As kubeadm uploads it. */
const LIVE = `apiServer:
  certSANs:
  - 10.0.0.100
  extraArgs:
  - name: profiling
    value: "false"
apiVersion: kubeadm.k8s.io/v1beta4
etcd:
  external:
    caFile: /etc/kubernetes/etcd-client/ca.crt
    certFile: /etc/kubernetes/etcd-client/client.crt
    endpoints:
    - https://10.0.0.31:2379
    - https://10.0.0.39:2379
    keyFile: /etc/kubernetes/etcd-client/client.key
kind: ClusterConfiguration
kubernetesVersion: v1.34.4
`;
const WANTED = ['https://10.0.0.31:2379', 'https://[fd00::33]:2379'];
const criSocket = 'unix:///run/containerd/containerd.sock';

test('the live configuration gets other endpoints, and stays as it was otherwise', () => {
  const changed = withEtcdEndpoints(LIVE, WANTED);
  expect(parse(changed)).toEqual({
    ...parse(LIVE),
    etcd: { external: { ...parse(LIVE).etcd.external, endpoints: WANTED } },
  });
  const differs = (text: string, other: string) => text.split('\n').filter((line) => !other.split('\n').includes(line));
  expect(differs(LIVE, changed)).toEqual(['    - https://10.0.0.39:2379']);
  expect(differs(changed, LIVE)).toEqual(['    - https://[fd00::33]:2379']);
});

test('the same endpoints, in whatever order, leave it to the letter', () => {
  const spaced = LIVE.replace('kind:', '# by hand\nkind:   ');
  expect(withEtcdEndpoints(spaced, ['https://10.0.0.39:2379', 'https://10.0.0.31:2379'])).toBe(spaced);
});

const textOn = (name: string, spec: Record<string, unknown> = {}) => {
  const cluster = externalEtcdCluster(spec);
  return renderKubeadmApiServer({ cluster, node: nodeOf(cluster, name), criSocket, clusterConfiguration: LIVE });
};

const renderOn = (name: string, spec: Record<string, unknown> = {}) =>
  parseAllDocuments(textOn(name, spec)).map((document) => document.toJS() as Record<string, unknown>);

test('the API server is made from the live configuration, at the address of its node', () => {
  const [init, live] = renderOn('cp-2', {
    kubeadm: { clusterConfiguration: { apiServer: { certSANs: ['new.example'] } } },
  });
  expect(init).toMatchObject({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: '10.0.0.12', bindPort: 6443 },
    nodeRegistration: { name: 'cp-2', criSocket },
  });
  expect(live).toEqual(parse(LIVE));
});

test('it is said in the API of the version’s kubeadm, and holds no token', () => {
  const [init] = renderOn('cp-1', { kubernetes: { version: 'v1.29.6' } });
  expect(init).toMatchObject({ apiVersion: 'kubeadm.k8s.io/v1beta3' });
  expect(init).not.toHaveProperty('bootstrapTokens');
});

test('patches and timeouts are those that the node was made with: the first control plane’s of init, the others’ of join', () => {
  const kubeadm = {
    initConfiguration: { patches: { directory: '/etc/patches-of-init' } },
    joinConfiguration: {
      patches: { directory: '/etc/patches-of-join' },
      timeouts: { controlPlaneComponentHealthCheck: '9m0s' },
    },
  };
  expect(renderOn('cp-1', { kubeadm })[0]).toMatchObject({ patches: { directory: '/etc/patches-of-init' } });
  expect(renderOn('cp-1', { kubeadm })[0]).not.toMatchObject({ timeouts: kubeadm.joinConfiguration.timeouts });
  expect(renderOn('cp-3', { kubeadm })[0]).toMatchObject(kubeadm.joinConfiguration);
  expect(renderOn('cp-3')[0]).not.toHaveProperty('patches');
});

describeGoldens('kubeadm-api-server', 'yaml', {
  first: () => textOn('cp-1'),
  'with-patches': () => textOn('cp-2', { kubeadm: { joinConfiguration: { patches: { directory: '/etc/patches' } } } }),
});
