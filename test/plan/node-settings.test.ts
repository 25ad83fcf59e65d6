import { patchNodeSettings, type NodeObject } from '../../src/plan/node-settings';

const live = (over: Partial<NodeObject['metadata']> = {}, taints: NodeObject['spec']['taints'] = []): NodeObject => ({
  metadata: { name: 'n', resourceVersion: '7', labels: { 'kubernetes.io/os': 'linux' }, ...over },
  spec: { taints: taints ?? [] },
});
const taint = { key: 'gpu', value: 'yes', effect: 'NoSchedule' as const };

describe('patchNodeSettings', () => {
  it('asks for nothing when nothing is wanted', () => {
    expect(patchNodeSettings({ labels: {}, taints: [] }, live())).toBeUndefined();
  });

  it('adds wanted labels and remembers that they are ours', () => {
    expect(patchNodeSettings({ labels: { tier: 'db' }, taints: [] }, live())).toEqual({
      metadata: { resourceVersion: '7', labels: { tier: 'db' }, annotations: { 'slipway.dev/managed-labels': 'tier' } },
    });
  });

  it('is satisfied by its own outcome', () => {
    const done = live(
      {
        labels: { tier: 'db' },
        annotations: { 'slipway.dev/managed-labels': 'tier', 'slipway.dev/managed-taints': 'gpu:NoSchedule' },
      },
      [taint],
    );
    expect(patchNodeSettings({ labels: { tier: 'db' }, taints: [taint] }, done)).toBeUndefined();
  });

  it('takes off a label and a taint that left the file, and keeps foreign ones', () => {
    const foreign = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
    const before = live(
      {
        labels: { tier: 'db', theirs: 'x' },
        annotations: { 'slipway.dev/managed-labels': 'tier', 'slipway.dev/managed-taints': 'gpu:NoSchedule' },
      },
      [taint, foreign],
    );
    expect(patchNodeSettings({ labels: {}, taints: [] }, before)).toEqual({
      metadata: {
        resourceVersion: '7',
        labels: { tier: null },
        annotations: { 'slipway.dev/managed-labels': null, 'slipway.dev/managed-taints': null },
      },
      spec: { taints: [foreign] },
    });
  });

  it('changes the value of a taint of ours', () => {
    const patch = patchNodeSettings(
      { labels: {}, taints: [{ ...taint, value: 'no' }] },
      live({ annotations: { 'slipway.dev/managed-taints': 'gpu:NoSchedule' } }, [taint]),
    );
    expect(patch).toEqual({ metadata: { resourceVersion: '7' }, spec: { taints: [{ ...taint, value: 'no' }] } });
  });
});
