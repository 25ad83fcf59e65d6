import { readlinkSync, rmSync } from 'node:fs';
import { linkAdminKubeconfig } from '../../../src/steps/load-balancer/admin-kubeconfig';
import { KubernetesNode } from '../../fakes/kubernetes-node';

const LINK = '/etc/kubernetes/kube-vip/kubeconfig';

let node: KubernetesNode;

beforeEach(() => {
  node = new KubernetesNode();
  node.put('/etc/kubernetes/.keep', '');
  endpointAnswers(false);
});
afterEach(() => node.close());

const endpointAnswers = (yes: boolean) => node.addCommand('curl', yes ? 'exit 0' : 'exit 7');
const leadsTo = () => readlinkSync(node.where(LINK)).split('/').at(-1);

/** As converge does it: looked at, made so where it is not, looked at again. */
async function converge(begins: 'admin.conf' | 'super-admin.conf'): Promise<'nothing to do' | 'changed'> {
  const resource = linkAdminKubeconfig({ link: LINK, begins }, '10.0.0.100:6443');
  if (resource.kind !== 'command') throw new Error('not a command');
  if ((await node.run(resource.check)).exitCode === 0) return 'nothing to do';
  expect((await node.run(resource.apply)).exitCode).toBe(0);
  expect(await node.run(resource.check)).toMatchObject({ exitCode: 0 });
  return 'changed';
}

describe('the admin kubeconfig of a load balancer', () => {
  it.each(['admin.conf', 'super-admin.conf'] as const)(
    'leads to where %s will be, before there is any',
    async (begins) => {
      expect(await converge(begins)).toBe('changed');
      expect(leadsTo()).toBe(begins);
      expect(await converge(begins)).toBe('nothing to do');
    },
  );

  it('stays where init has put what it leads to', async () => {
    await converge('super-admin.conf');
    node.put('/etc/kubernetes/super-admin.conf', 'x');
    node.put('/etc/kubernetes/admin.conf', 'x');
    endpointAnswers(true);
    expect(await converge('super-admin.conf')).toBe('nothing to do');
  });

  it('leads to what a join will write, where the cluster is there already', async () => {
    endpointAnswers(true);
    await converge('super-admin.conf');
    expect(leadsTo()).toBe('admin.conf');
  });

  it('turns to what is there, where what it led to has gone', async () => {
    await converge('super-admin.conf');
    node.put('/etc/kubernetes/admin.conf', 'x');
    expect(await converge('super-admin.conf')).toBe('changed');
    expect(leadsTo()).toBe('admin.conf');
  });

  it('follows the node on which an init was begun, wherever that is', async () => {
    node.put('/etc/kubernetes/super-admin.conf', 'x');
    await converge('admin.conf');
    expect(leadsTo()).toBe('super-admin.conf');
    rmSync(node.where('/etc/kubernetes/super-admin.conf'));
  });
});
