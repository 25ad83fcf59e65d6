import type { Kubectl } from '../../src/remote/kubectl';
import { listPods } from '../../src/remote/list-pods';

const TABLE = `default       web-1              ReplicaSet   Running
default       bare               <none>       Running
default       import-7           Job          Succeeded
kube-system   kube-proxy-abcde   DaemonSet    Running
kube-system   etcd-cp-1          Node         Running
`;

test('pods that run elsewhere afterwards and pods that are lost are told apart; those of the node itself are left out', async () => {
  const asked: string[] = [];
  const kubectl: Kubectl = {
    run: async (args) => {
      asked.push(args.join(' '));
      return TABLE;
    },
    json: () => Promise.reject(new Error('not asked for')),
  };
  expect(await listPods(kubectl, 'w-1')).toEqual({ node: 'w-1', moved: ['default/web-1'], lost: ['default/bare'] });
  expect(asked[0]).toContain('--field-selector=spec.nodeName=w-1');
});

test('a node without pods has none', async () => {
  const kubectl: Kubectl = { run: async () => '', json: () => Promise.reject(new Error('not asked for')) };
  expect(await listPods(kubectl, 'w-1')).toEqual({ node: 'w-1', moved: [], lost: [] });
});
