import { catalog } from '../../src/catalog/catalog';
import { driveReset } from '../../src/activities/drive-reset';
import type { KubeadmNode } from '../../src/activities/kubeadm-node';
import type { OperationInput } from '../../src/remote/operation';
import { haCluster, nodeOf } from '../fakes/clusters';
import { createFakeSession } from '../fakes/fake-session';

const cluster = haCluster();
const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };

/** A node whose reset ends like this; what was asked of it is kept. */
function nodeThatEnds(exitCode: number, tail: string) {
  const asked: Omit<OperationInput, 'cluster' | 'fence' | 'resume'>[] = [];
  const on: KubeadmNode = {
    cluster,
    node: nodeOf(cluster, 'w-1'),
    catalog,
    fence,
    session: createFakeSession('w-1', []),
    signal: new AbortController().signal,
    report: () => {},
    openSession: () => Promise.reject(new Error('a reset asks no other node')),
    operate: async (input) => {
      asked.push(input);
      return { exitCode, tail };
    },
  };
  return { on, asked };
}

test('is one detached operation, with the pods of this cluster’s subnet and its runtime’s socket in mind', async () => {
  const { on, asked } = nodeThatEnds(
    0,
    '[reset] Stopping the kubelet service\nremoved /var/lib/kubelet\nremoved interface cni0\n',
  );
  expect(await driveReset(on)).toEqual(['/var/lib/kubelet', 'interface cni0']);
  expect(asked).toMatchObject([{ verb: 'kubeadm-reset', tailBytes: expect.any(Number) }]);
  expect(asked[0]?.script).toContain("trace_subnets='10.244.0.0/16'");
  expect(asked[0]?.script).toContain("'--cri-socket=unix:///run/containerd/containerd.sock'");
});

test('names what it could not remove', async () => {
  const { on } = nodeThatEnds(1, 'removed /etc/kubernetes/pki\nleft /var/lib/kubelet\nleft interface cni0\n');
  await expect(driveReset(on)).rejects.toMatchObject({
    type: 'NodeNotClean',
    message: 'these could not be removed: /var/lib/kubelet, interface cni0',
  });
});

test('that died otherwise shows its last words', async () => {
  const { on } = nodeThatEnds(2, 'sh: syntax error\n');
  await expect(driveReset(on)).rejects.toMatchObject({
    type: 'NodeNotClean',
    message: expect.stringContaining('ended with 2: sh: syntax error'),
  });
});
