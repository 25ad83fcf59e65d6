import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Fence } from '../../src/plan/fence';
import { claimFence, forgetFence, parseFence, releaseFence } from '../../src/remote/fence';
import { runGuarded } from '../../src/remote/run-guarded';
import { sh } from '../../src/ssh/shell';
import { LocalNode } from '../fakes/local-node';

const fence = (epoch: number, run: string, changes: Partial<Fence> = {}): Fence => ({
  clusterUid: 'uid-1',
  epoch,
  holder: `default/slipway/demo/${run}`,
  ...changes,
});
const stranger = { holder: 'default/slipway/other/run-9' };

// Real shells: on a machine that installs clusters beside, a script takes its time.
jest.setTimeout(60_000);

describe('the fence of a node', () => {
  let node: LocalNode;
  beforeEach(() => {
    node = new LocalNode();
  });
  afterEach(() => node.close());

  const stands = () => parseFence(readFileSync(node.path('state/fence.json'), 'utf8'));
  const write = (by: Fence, lockWaitSeconds = 1) =>
    runGuarded(node, { verb: 'write', fence: by, lockWaitSeconds }, sh`echo written`);

  it('is written by the first claim, for its owner only, and lets the holder write', async () => {
    await claimFence(node, fence(1, 'run-1'));
    expect(stands()).toEqual({ ...fence(1, 'run-1'), released: false });
    expect(statSync(node.path('state/fence.json')).mode & 0o777).toBe(0o600);
    expect((await write(fence(1, 'run-1'))).stdout).toContain('written');
  });

  it('may be claimed again by its holder', async () => {
    await claimFence(node, fence(1, 'run-1'));
    await claimFence(node, fence(1, 'run-1'));
    expect(stands()).toEqual({ ...fence(1, 'run-1'), released: false });
  });

  it('survives holders with quotes, braces and commas in their names', async () => {
    const odd = fence(3, 'x', { holder: `a"b',"epoch":9,"holder":"$(id)\\/{}/run`, clusterUid: '"},{' });
    await claimFence(node, odd);
    expect(stands()).toEqual({ ...odd, released: false });
    expect((await write(odd)).stdout).toContain('written');
  });

  it.each([
    ['an older epoch', fence(1, 'run-1'), 'superseded'],
    ['another holder of the same epoch', fence(2, 'run-1'), 'superseded'],
    ['another cluster', fence(2, 'run-2', { clusterUid: 'uid-2' }), 'other-cluster'],
    ['a newer epoch that has not claimed the node', fence(3, 'run-3'), 'not-claimed'],
  ])('refuses the writes of %s', async (_who, by, kind) => {
    await claimFence(node, fence(2, 'run-2'));
    await expect(write(by)).rejects.toMatchObject({ kind });
  });

  it('refuses every write where none stands or nobody can read it', async () => {
    await expect(write(fence(1, 'run-1'))).rejects.toMatchObject({ kind: 'not-claimed' });
    await claimFence(node, fence(1, 'run-1'));
    writeFileSync(node.path('state/fence.json'), '{"clusterUid":"uid-1","ep');
    await expect(write(fence(1, 'run-1'))).rejects.toMatchObject({ kind: 'not-claimed' });
    await expect(claimFence(node, fence(2, 'run-2'))).rejects.toMatchObject({ kind: 'other-cluster' });
    await claimFence(node, fence(2, 'run-2'), { takeOver: true });
    expect(stands()).toEqual({ ...fence(2, 'run-2'), released: false });
  });

  it('goes to the next run of the same workflow without asking, and to no older one', async () => {
    await claimFence(node, fence(1, 'run-1'));
    await claimFence(node, fence(2, 'run-2'));
    await expect(claimFence(node, fence(1, 'run-1'))).rejects.toMatchObject({ kind: 'superseded' });
    await expect(claimFence(node, fence(2, 'run-3'))).rejects.toMatchObject({ kind: 'superseded' });
    expect(stands()).toEqual({ ...fence(2, 'run-2'), released: false });
  });

  it('takes join material of its run along when it is released, and nobody else’s', async () => {
    await claimFence(node, fence(2, 'run-2'));
    mkdirSync(node.path('run/join'), { recursive: true });
    const material = [node.path('run/join/epoch-1'), node.path('run/join-request.key')];
    for (const path of material) writeFileSync(path, 'secret');
    await releaseFence(node, fence(1, 'run-1'));
    expect(material.map((path) => existsSync(path))).toEqual([true, true]);
    await releaseFence(node, fence(2, 'run-2'));
    expect(material.map((path) => existsSync(path))).toEqual([false, false]);
  });

  it('goes to a run of another workflow when it was released, or when taking over was approved', async () => {
    await claimFence(node, fence(1, 'run-1'));
    await expect(claimFence(node, fence(2, '', stranger))).rejects.toMatchObject({
      kind: 'held-by-run',
      message: expect.stringContaining('default/slipway/demo/run-1, epoch 1'),
    });
    await claimFence(node, fence(2, '', stranger), { takeOver: true });
    await releaseFence(node, fence(2, '', stranger));
    await claimFence(node, fence(3, 'run-3'));
    expect(stands()).toEqual({ ...fence(3, 'run-3'), released: false });
  });

  it('goes to another cluster only when taking over was approved, released or not', async () => {
    await claimFence(node, fence(1, 'run-1'));
    await releaseFence(node, fence(1, 'run-1'));
    const other = fence(2, 'run-2', { clusterUid: 'uid-2' });
    await expect(claimFence(node, other)).rejects.toMatchObject({ kind: 'other-cluster' });
    await claimFence(node, other, { takeOver: true });
    expect(stands()?.clusterUid).toBe('uid-2');
  });

  it('keeps cluster and epoch when it is released, and refuses late writes of the run that ended', async () => {
    await claimFence(node, fence(4, 'run-4'));
    await releaseFence(node, fence(4, 'run-4'));
    expect(stands()).toEqual({ ...fence(4, 'run-4'), released: true });
    await expect(write(fence(4, 'run-4'))).rejects.toMatchObject({ kind: 'superseded' });
  });

  it('is left alone by the release of a run that does not hold it any more', async () => {
    await claimFence(node, fence(2, 'run-2'));
    await releaseFence(node, fence(1, 'run-1'));
    expect(stands()).toEqual({ ...fence(2, 'run-2'), released: false });
  });

  it('is forgotten with everything of the cluster, but not with what is known of programs that stay', async () => {
    await claimFence(node, fence(2, 'run-2'));
    for (const directory of ['state/operations/x', 'state/diagnostics', 'state/downloads', 'state/stamps', 'run/join'])
      mkdirSync(node.path(directory), { recursive: true });
    writeFileSync(node.path('run/join-request.key'), 'secret');
    await forgetFence(node, fence(2, 'run-2'));
    expect(readdirSync(node.path('state'))).toEqual(['stamps']);
    expect(readdirSync(node.path('run')).toSorted()).toEqual(['holder', 'lock']);
    await expect(write(fence(2, 'run-2'))).rejects.toMatchObject({ kind: 'not-claimed' });
    await forgetFence(node, fence(2, 'run-2'));
    await claimFence(node, fence(1, 'run-9', stranger));
  });

  it('is not forgotten by a run that does not hold it', async () => {
    await claimFence(node, fence(2, 'run-2'));
    mkdirSync(node.path('state/operations'));
    await forgetFence(node, fence(1, 'run-1'));
    expect(stands()).toEqual({ ...fence(2, 'run-2'), released: false });
    expect(existsSync(node.path('state/operations'))).toBe(true);
  });

  it('names the writer that a second one waits for in vain', async () => {
    await claimFence(node, fence(1, 'run-1'));
    const holder = { verb: 'kubeadm-init', fence: fence(1, 'run-1'), lockWaitSeconds: 1 };
    const held = runGuarded(
      node,
      holder,
      sh`touch "$LOCAL_NODE/held"; while [ ! -e "$LOCAL_NODE/go" ]; do sleep 0.05; done`,
    );
    while (!readable(node.path('held'))) await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(write(fence(1, 'run-1'), 0.2)).rejects.toMatchObject({
      kind: 'node-busy',
      message: expect.stringMatching(/kubeadm-init, since .*Z, for default\/slipway\/demo\/run-1/),
    });
    writeFileSync(node.path('go'), '');
    await held;
    expect((await write(fence(1, 'run-1'))).stdout).toContain('written');
  });

  it('is free again as soon as its writer is killed', async () => {
    await claimFence(node, fence(1, 'run-1'));
    const doomed = runGuarded(
      node,
      { verb: 'x', fence: fence(1, 'run-1'), lockWaitSeconds: 1 },
      sh`touch "$LOCAL_NODE/held"; sleep 60`,
    );
    while (!readable(node.path('held'))) await new Promise((resolve) => setTimeout(resolve, 20));
    node.killAll();
    await expect(doomed).rejects.toThrow('killed');
    expect((await write(fence(1, 'run-1'))).stdout).toContain('written');
  });
});

function readable(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
