import { catalog } from '../../src/catalog/catalog';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { driveEtcdRecovery } from '../../src/activities/drive-etcd-recovery';
import type { KubeadmNode } from '../../src/activities/kubeadm-node';
import { lookAtEtcd } from '../../src/remote/etcd-recovery/look-at-etcd';
import { claimFence } from '../../src/remote/fence';
import { haCluster, nodeOf } from '../fakes/clusters';
import { EtcdNode } from '../fakes/etcd-node';

jest.setTimeout(60_000);

const cluster = haCluster();
const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default/slipway/demo/run-1' };
const recovery = {
  digest: 'digest-1',
  survivor: 'cp-1',
  memberId: 'a1',
  removed: [{ id: 'b2', node: 'cp-2', isLearner: false }],
};

let node: EtcdNode;
beforeEach(async () => {
  node = new EtcdNode();
  node.addCommand('kubectl', 'echo "$*" >>"$LOCAL_NODE/kubectl"');
  await claimFence(node, fence);
  while ((await lookAtEtcd(node, '10.0.0.11')).view === undefined) await sleep(20);
});
afterEach(() => node.close());

/** The node's own shell in place of a detached unit. */
const on = (): KubeadmNode => ({
  cluster,
  node: nodeOf(cluster, 'cp-1'),
  catalog,
  fence,
  session: node,
  signal: new AbortController().signal,
  report: () => undefined,
  openSession: () => Promise.resolve(node),
  operate: async ({ script }) => {
    const { exitCode, stdout } = await node.run(script);
    return { exitCode, tail: stdout };
  },
});

test('etcd goes on alone, and the Nodes of what was given up are deleted through the API server that is back', async () => {
  const done = await driveEtcdRecovery(on(), recovery);
  expect(done).toEqual({ outcome: 'recovered', backup: expect.stringContaining('etcd-backups/') as string });
  expect(node.members).toBe(1);
  expect(readFileSync(node.path('kubectl'), 'utf8')).toContain('delete node cp-2 --ignore-not-found --wait=false');
});

test('where the quorum is back, nothing is touched, neither members nor Nodes', async () => {
  node.bringQuorumBack();
  expect(await driveEtcdRecovery(on(), recovery)).toEqual({ outcome: 'quorum-is-back' });
  expect(node.members).toBe(2);
  expect(() => readFileSync(node.path('kubectl'))).toThrow('ENOENT');
});

test('a recovery that cannot be done says why', async () => {
  node.addCommand('df', 'printf "Filesystem\\nx 1 1 1000\\n"');
  await expect(driveEtcdRecovery(on(), recovery)).rejects.toMatchObject({
    type: 'EtcdRecoveryFailed',
    message: expect.stringContaining('no room for a copy') as string,
  });
});
