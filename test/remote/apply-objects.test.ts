import { parse } from 'yaml';
import { applyObjects } from '../../src/remote/apply-objects';
import type { Kubectl, KubectlOptions } from '../../src/remote/kubectl';

const writer = { verb: 'apply', fence: { clusterUid: 'uid', epoch: 1, holder: 'test' }, lockWaitSeconds: 1 };

/** What kubectl was called with, and a made-up answer for each kind of object that was applied. */
function fakeKubectl() {
  const calls: { args: readonly string[]; kinds: string[]; guarded: boolean }[] = [];
  const run = async (args: readonly string[], { stdin, writer: guard }: KubectlOptions = {}) => {
    const { items = [] } = JSON.parse(stdin ?? '{}') as { items?: { kind: string }[] };
    const kinds = items.map(({ kind }) => kind);
    calls.push({ args, kinds, guarded: guard !== undefined });
    return kinds.map((kind) => `${kind.toLowerCase()}/x ${kind === 'Namespace' ? 'unchanged' : 'created'}\n`).join('');
  };
  return { calls, kubectl: { run, json: () => Promise.reject(new Error('not asked for')) } satisfies Kubectl };
}

const object = (kind: string, name = 'x') => ({ apiVersion: 'v1', kind, metadata: { name } });

describe('applyObjects', () => {
  it('applies in order and counts what changed', async () => {
    const { kubectl, calls } = fakeKubectl();
    const objects = [object('Namespace'), object('ConfigMap'), object('DaemonSet')];
    expect(await applyObjects(kubectl, objects, { writer })).toEqual({ applied: 3, changed: 2 });
    expect(calls).toEqual([
      { args: ['apply', '-f', '-'], kinds: ['Namespace', 'ConfigMap', 'DaemonSet'], guarded: true },
    ]);
  });

  it('begins with the definitions of new kinds, and goes on once they are served', async () => {
    const { kubectl, calls } = fakeKubectl();
    const definition = object('CustomResourceDefinition', 'installations.operator.tigera.io');
    const result = await applyObjects(kubectl, [object('Namespace'), definition, object('Installation')], { writer });
    expect(result).toEqual({ applied: 3, changed: 1 });
    expect(calls.map(({ args, kinds }) => [args[0], kinds])).toEqual([
      ['apply', ['CustomResourceDefinition']],
      ['wait', []],
      ['apply', ['Namespace', 'Installation']],
    ]);
    expect(calls[0]?.args).toContain('--server-side');
    expect(calls[1]?.args).toContain('customresourcedefinition/installations.operator.tigera.io');
  });

  it.each([50, 99])(
    'sends one value, of which nothing can be read when the transfer was cut at %i %%',
    async (percent) => {
      const sent: string[] = [];
      const run = async (_: readonly string[], { stdin = '' }: KubectlOptions = {}) => {
        sent.push(stdin);
        return '';
      };
      const kubectl = { run, json: () => Promise.reject(new Error('not asked for')) } satisfies Kubectl;
      await applyObjects(kubectl, [object('Namespace'), object('ConfigMap')], { writer });
      const [text = ''] = sent;
      expect(parse(text)).toMatchObject({ kind: 'List' });
      // kubectl reads YAML where it reads JSON.
      expect(() => parse(text.slice(0, (text.length * percent) / 100)) as unknown).toThrow();
    },
  );

  it('asks nobody where there is nothing to apply', async () => {
    const { kubectl, calls } = fakeKubectl();
    expect(await applyObjects(kubectl, [], { writer })).toEqual({ applied: 0, changed: 0 });
    expect(calls).toEqual([]);
  });
});
