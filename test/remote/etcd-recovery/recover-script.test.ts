import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lookAtEtcd } from '../../../src/remote/etcd-recovery/look-at-etcd';
import { composeRecovery, QUORUM_IS_BACK_EXIT } from '../../../src/remote/etcd-recovery/recover-script';
import { ETCD_MANIFEST, EtcdNode } from '../../fakes/etcd-node';

jest.setTimeout(120_000);

const MANIFEST = '/etc/kubernetes/manifests/etcd.yaml';
const recovery = {
  digest: 'digest-1',
  survivor: 'node-1',
  memberId: 'a1',
  removed: [{ id: 'b2', node: "cp-2's", isLearner: false }],
};

let node: EtcdNode;
beforeEach(async () => {
  node = new EtcdNode();
  while ((await lookAtEtcd(node, '192.0.2.1')).view === undefined) await sleep(20);
});
afterEach(() => node.close());

const script = composeRecovery(recovery, '192.0.2.1');
const backups = () => readdirSync(node.path('state/etcd-backups'));
const stateOf = (...path: string[]) => node.path('state', ...path);

/** What must hold however often it was cut off. */
function expectRecovered(): void {
  expect(node.members).toBe(1);
  expect(node.read(MANIFEST)).toBe(ETCD_MANIFEST);
  expect(node.runningManifest).toBe(ETCD_MANIFEST);
  expect(existsSync(stateOf('etcd-recovery'))).toBe(false);
  expect(backups()).toHaveLength(1);
  const kept = stateOf('etcd-backups', backups()[0] ?? '');
  expect(statSync(stateOf('etcd-backups')).mode & 0o777).toBe(0o700);
  expect(readFileSync(`${kept}/data/member/members`, 'utf8')).toBe('161\n178\n');
  expect(readFileSync(`${kept}/etcd.yaml`, 'utf8')).toBe(ETCD_MANIFEST);
}

test('etcd goes on as the only member, from the manifest that it had, and what it held is kept for root alone', async () => {
  const { exitCode, stdout } = await node.run(script);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('backup ')]);
  expectRecovered();
});

test('done once more it changes nothing and names the same copy', async () => {
  const first = await node.run(script);
  const again = await node.run(script);
  expect(again.exitCode).toBe(0);
  expect(again.stdout.trim().split('\n').at(-1)).toBe(first.stdout.trim().split('\n').at(-1));
  expectRecovered();
});

test('where the lost member is back in time, nothing is done', async () => {
  node.bringQuorumBack();
  expect((await node.run(script)).exitCode).toBe(QUORUM_IS_BACK_EXIT);
  expect(node.members).toBe(2);
  expect(readdirSync(stateOf())).toEqual([]);
});

test('without room for a copy etcd is not even stopped', async () => {
  node.addCommand('df', 'printf "Filesystem\\nx 1 1 1000\\n"');
  const { exitCode, stdout } = await node.run(script);
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('no room for a copy')]);
  expect(node.runningManifest).toBe(ETCD_MANIFEST);
  expect(readdirSync(stateOf())).toEqual([]);
});

test('a manifest that does not start etcd as kubeadm does is left alone', async () => {
  node.put(MANIFEST, 'spec: {}\n');
  expect((await node.run(script)).stdout).toContain('does not start etcd the way kubeadm does');
  expect(node.read(MANIFEST)).toBe('spec: {}\n');
});

test('a recovery that was cut off is seen by whoever looks next, with what was approved', async () => {
  const running = node.run(script).catch(() => undefined);
  while (!existsSync(stateOf('etcd-recovery/approved.json'))) await sleep(1);
  node.killAll();
  await running;
  expect((await lookAtEtcd(node, '192.0.2.1')).begun).toEqual(recovery);
});

test('what a member knows without a quorum is told', async () => {
  expect(await lookAtEtcd(node, '192.0.2.1')).toMatchObject({
    node: 'node-1',
    hasData: true,
    view: { memberId: 'a1', members: [{ id: 'a1' }, { id: 'b2' }], raftTerm: 3, raftIndex: 42 },
  });
  await node.run(script);
  expect((await lookAtEtcd(node, '192.0.2.1')).view).toMatchObject({ leaderId: 'a1', members: [{ id: 'a1' }] });
});

test.each([50, 120, 250, 400, 600])(
  'cut off after %i ms, and a little later each time, it comes to the same end',
  async (cutMs) => {
    for (let limitMs = cutMs, tries = 0; ; limitMs *= 1.2, tries += 1) {
      if (tries > 30) throw new Error('it does not come to its end');
      const running = node.run(script).catch(() => undefined);
      const timer = setTimeout(() => node.killAll(), limitMs);
      const ended = await running;
      clearTimeout(timer);
      if (ended?.exitCode === 0) break;
      expect(ended).toBeUndefined();
    }
    expectRecovered();
  },
);
