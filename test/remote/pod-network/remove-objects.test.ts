import type { Kubectl, KubectlOptions } from '../../../src/remote/kubectl';
import { KubectlFailed } from '../../../src/remote/kubectl-failed';
import { removeObjects } from '../../../src/remote/pod-network/remove-objects';

const writer = { verb: 'remove', fence: { clusterUid: 'uid', epoch: 1, holder: 'test' }, lockWaitSeconds: 1 };
const OPERATOR = [
  'v1 Namespace tigera-operator',
  'apiextensions.k8s.io/v1 CustomResourceDefinition installations.operator.tigera.io',
  'v1 ServiceAccount tigera-operator/tigera-operator',
  'apps/v1 Deployment tigera-operator/tigera-operator',
  'operator.tigera.io/v1 Installation default',
];

interface Asked {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** An API server that has these objects, by kind and name; `held` do not go. */
class ObjectStore {
  readonly deleted: string[][] = [];
  readonly kubectl: Kubectl = {
    run: async (args, options) => this.#run(args, options),
    json: () => Promise.reject(new Error('not asked for')),
  };
  readonly #objects: Set<string>;
  readonly #held: readonly string[];
  isGuarded = true;

  constructor(objects: readonly string[], held: readonly string[] = []) {
    this.#objects = new Set(objects);
    this.#held = held;
  }

  #run(args: readonly string[], { stdin = '', writer: guard }: KubectlOptions = {}): string {
    const { items } = JSON.parse(stdin) as { items: readonly Asked[] };
    const isServed = this.#objects.has('CustomResourceDefinition installations.operator.tigera.io');
    if (!isServed && items.some(({ kind }) => kind === 'Installation'))
      throw new KubectlFailed('cp-1', args, 1, 'no matches for kind "Installation" in version "operator.tigera.io/v1"');
    const names = items.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const there = names.filter((name) => this.#objects.has(name));
    if (args[0] === 'get') return there.join('\n');
    this.isGuarded &&= guard !== undefined;
    this.deleted.push(names);
    for (const name of there) if (!this.#held.includes(name)) this.#objects.delete(name);
    return there.map((name) => `${name} deleted\n`).join('');
  }
}

const namesOf = (objects: readonly string[]) =>
  objects.map((object) => object.split(' ')).map(([, kind, path = '']) => `${kind} ${path.split('/').at(-1)}`);
const remove = (store: ObjectStore, objects: readonly string[] = OPERATOR) =>
  removeObjects(store.kubectl, objects, { writer, signal: new AbortController().signal, waitMs: 0 });

test('what an operator makes goes before the operator, and the definitions go last', async () => {
  const store = new ObjectStore(namesOf(OPERATOR));
  expect(await remove(store)).toEqual({ removed: 5, left: [] });
  expect(store.deleted).toEqual([
    ['Installation default'],
    ['Deployment tigera-operator', 'ServiceAccount tigera-operator', 'Namespace tigera-operator'],
    ['CustomResourceDefinition installations.operator.tigera.io'],
  ]);
  expect(store.isGuarded).toBe(true);
});

test('while something does not go, what comes after it stays, and it is named', async () => {
  const store = new ObjectStore(namesOf(OPERATOR), ['Installation default']);
  expect(await remove(store)).toEqual({ removed: 1, left: ['Installation default'] });
  expect(store.deleted).toEqual([['Installation default']]);
});

test('objects of a kind that is gone are gone, as after a removal that was cut off', async () => {
  const store = new ObjectStore(['Namespace tigera-operator']);
  expect(await remove(store)).toEqual({ removed: 1, left: [] });
});

test('namespaces of Kubernetes itself stay', async () => {
  const objects = ['v1 Namespace kube-system', 'apps/v1 DaemonSet kube-system/own'];
  const store = new ObjectStore(namesOf(objects));
  expect(await remove(store, objects)).toEqual({ removed: 1, left: [] });
  expect(store.deleted).toEqual([['DaemonSet own']]);
});

test('what kubectl says otherwise is its failure', async () => {
  const kubectl: Kubectl = {
    run: (args) => Promise.reject(new KubectlFailed('cp-1', args, 1, 'Forbidden')),
    json: () => Promise.reject(new Error('not asked for')),
  };
  const options = { writer, signal: new AbortController().signal, waitMs: 0 };
  await expect(removeObjects(kubectl, OPERATOR, options)).rejects.toThrow(/Forbidden/);
});
