import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { SealedKubeconfig } from '../../src/activities/contract';
import { createSealKeyPair, kubeconfigPurpose, openSealed } from '../../src/activities/seal';
import { sealKubeconfig } from '../../src/activities/seal-kubeconfig';
import { haCluster } from '../fakes/clusters';
import { KubernetesNode } from '../fakes/kubernetes-node';

const cluster = haCluster();
const keys = createSealKeyPair();
const adminConf = `apiVersion: v1
clusters:
- cluster:
    server: https://10.0.0.11:6443
  name: demo
kind: Config
users:
- name: admin
  user:
    client-key: /x
`;

let node: KubernetesNode;

beforeEach(() => void (node = new KubernetesNode()));
afterEach(() => node.close());

function ask(controlPlanes: readonly string[], of = cluster): Promise<SealedKubeconfig> {
  const get = ({ node: name }: { node: string }) =>
    name === 'cp-2' ? Promise.resolve(node) : Promise.reject(new Error(`${name} is down`));
  const environment = new MockActivityEnvironment(
    { activityType: 'sealKubeconfig' },
    {
      logger: new DefaultLogger('ERROR', () => {}),
    },
  );
  const work = sealKubeconfig({ sessions: { get, closeAll: async () => {} } });
  return environment.run(work, { cluster: of, controlPlanes, publicKey: keys.publicKey });
}

test('the first control plane that answers gives its admin kubeconfig, for the endpoint of the cluster', async () => {
  node.put('/etc/kubernetes/admin.conf', adminConf);
  const { sealed, server } = await ask(['cp-1', 'cp-2']);
  expect(server).toBe('https://10.0.0.100:8443');
  expect(openSealed(sealed, keys.privateKey, kubeconfigPurpose('demo'))).toBe(
    adminConf.replace('https://10.0.0.11:6443', 'https://10.0.0.100:8443'),
  );
});

test('where every node reaches the control planes by itself alone, the kubeconfig names one of them', async () => {
  node.put('/etc/kubernetes/admin.conf', adminConf);
  const local = haCluster({ controlPlaneEndpoint: '127.0.0.1:8443', loadBalancer: { name: 'local-haproxy' } });
  expect((await ask(['cp-2'], local)).server).toBe('https://10.0.0.12:6443');
});

test('a kubeconfig that was cut while it was written is none', async () => {
  node.put('/etc/kubernetes/admin.conf', adminConf.slice(0, -8));
  await expect(ask(['cp-1', 'cp-2'])).rejects.toMatchObject({
    type: 'ApiServerUnavailable',
    message: expect.stringContaining('cp-2 has no whole admin.conf'),
  });
});
