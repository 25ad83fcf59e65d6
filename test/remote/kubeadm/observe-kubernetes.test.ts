import { readFileSync } from 'node:fs';
import { observeKubernetes } from '../../../src/remote/kubeadm/observe-kubernetes';
import { KubernetesNode } from '../../fakes/kubernetes-node';

const key = Buffer.from('-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----\n').toString('base64');
const kubeconfig = (credential: string) =>
  `apiVersion: v1\nkind: Config\nusers:\n- name: admin\n  user:\n    ${credential}\n`;
const pem = (what: string) => `-----BEGIN ${what}-----\nabc\n-----END ${what}-----\n`;

let node: KubernetesNode;

beforeEach(() => {
  node = new KubernetesNode();
  node.addCommand('systemctl', 'echo inactive; exit 3');
  node.addCommand('curl', 'printf 000; exit 7');
});

afterEach(() => node.close());

const observe = () => observeKubernetes(node, '192.0.2.1');

test('a key without its certificate is half a pair, and so is one whose certificate was cut', async () => {
  node.put('/etc/kubernetes/pki/ca.key', pem('RSA PRIVATE KEY'));
  node.put('/etc/kubernetes/pki/etcd/ca.key', pem('RSA PRIVATE KEY'));
  node.put('/etc/kubernetes/pki/etcd/ca.crt', '-----BEGIN CERTIFICATE-----\nabc');
  node.put('/etc/kubernetes/pki/sa.key', pem('RSA PRIVATE KEY'));
  node.put('/etc/kubernetes/pki/sa.pub', pem('PUBLIC KEY'));
  expect((await observe()).state.certificates).toEqual([
    { name: 'ca', key: true, certificate: false },
    { name: 'etcd/ca', key: true, certificate: false },
    { name: 'sa', key: true, certificate: true },
  ]);
});

test('certificates and manifests that the power went away under are told as such', async () => {
  node.put('/etc/kubernetes/pki/ca.key', '');
  node.put('/etc/kubernetes/pki/etcd/peer.key', pem('RSA PRIVATE KEY'));
  node.put('/etc/kubernetes/pki/etcd/peer.crt', '-----BEGIN CERTIFICATE-----\nabc');
  node.put('/etc/kubernetes/manifests/kube-scheduler.yaml', '');
  const { cutFiles = [] } = (await observe()).state;
  expect(cutFiles.map((path) => path.slice(path.indexOf('/etc/kubernetes/')))).toEqual([
    '/etc/kubernetes/manifests/kube-scheduler.yaml',
    '/etc/kubernetes/pki/ca.key',
    '/etc/kubernetes/pki/etcd/peer.crt',
  ]);
});

test.each([
  ['whole', kubeconfig(`client-key-data: ${key}`), true],
  ['whole with a file in place of the key', kubeconfig('client-key: /var/lib/kubelet/pki/x.pem'), true],
  ['whole with a token', kubeconfig('token: abcdef.0123456789abcdef'), true],
  ['cut in its key', kubeconfig(`client-key-data: ${key.slice(0, 20)}`), false],
  ['cut before its last line ended', kubeconfig(`client-key-data: ${key}`).trimEnd(), false],
  ['cut before its user', 'apiVersion: v1\nkind: Config\n', false],
  ['empty', '', false],
])('a kubeconfig that is %s is told as such', async (_, content, whole) => {
  node.put('/etc/kubernetes/admin.conf', content);
  expect((await observe()).state.kubeconfigs).toEqual([{ name: 'admin.conf', whole }]);
});

test('a kubelet that waits for its certificate is told from one that has it', async () => {
  const current = '/var/lib/kubelet/pki/kubelet-client-current.pem';
  node.put('/etc/kubernetes/kubelet.conf', kubeconfig(`client-certificate: ${current}\n    client-key: ${current}`));
  expect((await observe()).state.kubeletUncertified).toBe(true);
  node.put(current, 'certificate and key\n');
  expect((await observe()).state.kubeletUncertified).toBeUndefined();
});

test('of a bootstrap kubeconfig the public half of the token is told, and no more', async () => {
  node.put('/etc/kubernetes/bootstrap-kubelet.conf', kubeconfig('token: abcdef.0123456789abcdef'));
  const { state } = await observe();
  expect(state.bootstrapTokenId).toBe('abcdef');
  expect(JSON.stringify(state)).not.toContain('0123456789abcdef');
});

test('where the certificate of kubelets’ API server may not look, the admin does', async () => {
  const data = (text: string) => Buffer.from(text).toString('base64');
  const user = { cert: pem('CERTIFICATE'), key: pem('PRIVATE KEY') };
  const credential = `client-certificate-data: ${data(user.cert)}\n    client-key-data: ${data(user.key)}`;
  node.put('/etc/kubernetes/pki/sa.pub', pem('PUBLIC KEY'));
  node.addCommand(
    'curl',
    `case $* in
  *apiserver-kubelet-client*/livez) printf 200 ;;
  *apiserver-kubelet-client*) printf 403 ;;
  */dev/fd/3*coredns | */dev/fd/3*kube-dns)
    [ "$(cat /dev/fd/3)" = '${user.cert.trim()}' ] && [ "$(cat /dev/fd/4)" = '${user.key.trim()}' ] && printf 200 ;;
  *) printf 404 ;;
esac`,
  );
  expect((await observe()).state.addons).toEqual([]);
  node.put('/etc/kubernetes/admin.conf', kubeconfig(credential));
  expect((await observe()).state.addons).toEqual(['coredns']);
});

test.each(['000', '429', '500', '504'])(
  'of what a live API server answers with %s nothing is told, and nothing more is asked',
  async (status) => {
    node.put('/etc/kubernetes/pki/sa.pub', pem('PUBLIC KEY'));
    const asked = node.path('asked');
    node.addCommand(
      'curl',
      `case $* in
  *member*) exit 7 ;;
  */livez) printf 200 ;;
  */daemonsets/kube-proxy) printf ${status} ;;
  *) printf 404 ;;
esac
echo "$*" >>${asked}`,
    );
    const { state } = await observe();
    expect(state.unanswered).toBe('/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy');
    for (const unknown of ['addons', 'addonsBegun', 'nodeObject', 'podNetwork'])
      expect(state).not.toHaveProperty(unknown);
    expect(readFileSync(asked, 'utf8').trim().split('\n').at(-1)).toMatch(/kube-proxy$/);
  },
);

describe('where an external etcd is asked', () => {
  const external = { endpoints: ['https://10.0.0.31:2379'], caFile: '/ca', certificateFile: '/crt', keyFile: '/key' };
  const servers = 'https://10.0.0.31:2379,https://[fd00::32]:2379';
  const yaml = `etcd:
  external:
    caFile: /etc/kubernetes/etcd-client/ca.crt
    endpoints:
    - https://10.0.0.31:2379
    - "https://[fd00::33]:2379"
    keyFile: /etc/kubernetes/etcd-client/client.key
kind: ClusterConfiguration
kubernetesVersion: v1.34.4
`;
  const answer = JSON.stringify({ data: { ClusterConfiguration: yaml } });

  beforeEach(() => {
    node.put('/etc/kubernetes/pki/sa.pub', pem('PUBLIC KEY'));
    node.put(
      '/etc/kubernetes/manifests/kube-apiserver.yaml',
      `  - command:\n    - kube-apiserver\n    - --etcd-servers=${servers}\n    - --etcd-servers-overrides=x\n`,
    );
    // The path is the last argument; what is asked for is kept in the file behind -o.
    node.addCommand(
      'curl',
      `case $* in *kubeadm-config) printf %s '${answer}' >"$3"; printf 200 ;; *) printf 200 ;; esac`,
    );
  });

  test('is told of the API server that is there, and of those that are made next', async () => {
    expect((await observeKubernetes(node, '192.0.2.1', undefined, external)).state).toMatchObject({
      apiServerEtcd: ['https://10.0.0.31:2379', 'https://[fd00::32]:2379'],
      clusterEtcd: ['https://10.0.0.31:2379', 'https://[fd00::33]:2379'],
      clusterConfiguration: { kubernetesVersion: 'v1.34.4' },
    });
  });

  test('is not told where etcd is kubeadm’s own', async () => {
    const { state } = await observe();
    expect(state).not.toHaveProperty('apiServerEtcd');
    expect(state).not.toHaveProperty('clusterEtcd');
  });
});

test('empty manifests and an empty data directory are none', async () => {
  node.put('/etc/kubernetes/manifests/etcd.yaml', '');
  node.put('/etc/kubernetes/manifests/kube-apiserver.yaml', 'kind: Pod\n');
  node.put('/var/lib/etcd/lost', '');
  expect((await observe()).state).toMatchObject({ manifests: ['kube-apiserver.yaml'], etcdData: false });
});

test('the digest changes when a run of kubeadm has ended, though it left no file of its own', async () => {
  node.put('../state/operations/demo-cp-1-kubeadm-init-0123456789ab-1/output', '[addon]\n');
  const { digest } = await observe();
  node.put('../state/operations/demo-cp-1-apply-hostname-0123456789ab-1/exit', 'exited 0');
  expect((await observe()).digest).toBe(digest);
  node.put('../state/operations/demo-cp-1-kubeadm-init-0123456789ab-1/exit', 'exited 0');
  expect((await observe()).digest).not.toBe(digest);
});

test('the digest changes with every file that comes, goes, or changes', async () => {
  const digests = [(await observe()).digest];
  node.put('/etc/kubernetes/pki/ca.key', 'one');
  digests.push((await observe()).digest);
  node.put('/etc/kubernetes/pki/ca.key', 'another');
  digests.push((await observe()).digest);
  node.put('/var/lib/kubelet/config.yaml', 'x');
  digests.push((await observe()).digest);
  node.put('/var/lib/etcd/member/wal', 'x');
  digests.push((await observe()).digest);
  expect(new Set(digests).size).toBe(digests.length);
  expect((await observe()).digest).toBe(digests.at(-1));
});
