import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { applySources, checkSources, packageSources } from '../../../src/remote/kinds/package-sources';
import { HEADER } from '../../../src/render/parts/header';
import { shellLibrary } from '../../../src/remote/shell-library';
import { shLines } from '../../../src/ssh/shell';
import { LocalNode } from '../../fakes/local-node';

const LIST = '/etc/apt/sources.list.d';
const KEYS = '/etc/apt/keyrings';
/** Where a local node keeps /var/lib/slipway. */
const STAMPS = '/state/stamps';
const wishes = {
  manager: 'apt',
  keep: [`${LIST}/slipway-kubernetes.list`, `${KEYS}/slipway-kubernetes.asc`],
} as const;

let node: LocalNode;
beforeEach(() => {
  node = new LocalNode();
  put(`${LIST}/slipway-kubernetes.list`, `${HEADER}deb one\n`);
  put(`${KEYS}/slipway-kubernetes.asc`, 'key\n');
});
afterEach(() => node.close());

function put(path: string, content: string): void {
  mkdirSync(dirname(node.path(path)), { recursive: true });
  writeFileSync(node.path(path), content);
}

const has = (path: string) => existsSync(node.path(path));
const run = (script: string) =>
  node.run(shLines([shellLibrary, packageSources.library ?? shLines([]), script as never]));
const check = async () => (await run(`(${checkSources(wishes, node.root)})`)).stdout.replaceAll(node.root, '').trim();
const apply = () => run(`(set -e\n${applySources(wishes, node.root)})`);

test('repositories of the cluster file are as wanted', async () => {
  expect(await check()).toBe('');
});

test('one that has left the cluster file goes, with its keys, and is read anew should it come back', async () => {
  put(`${LIST}/slipway-docker.list`, `${HEADER}deb [signed-by=${node.path(KEYS)}/slipway-docker.asc] two\n`);
  put(`${KEYS}/slipway-docker.asc`, 'key\n');
  put(`${KEYS}/slipway-docker-2.asc`, 'key\n');
  put(`${STAMPS}/packages-slipway-docker`, 'stamp\n');
  put(`${STAMPS}/packages-slipway-kubernetes`, 'stamp\n');
  expect(await check()).toBe(
    `not in the cluster file any more: ${LIST}/slipway-docker.list ${KEYS}/slipway-docker-2.asc ${KEYS}/slipway-docker.asc`,
  );
  expect((await apply()).exitCode).toBe(0);
  expect(await check()).toBe('');
  expect(
    [`${LIST}/slipway-docker.list`, `${KEYS}/slipway-docker.asc`, `${STAMPS}/packages-slipway-docker`].map(has),
  ).toEqual([false, false, false]);
  expect([...wishes.keep, `${STAMPS}/packages-slipway-kubernetes`].map(has)).toEqual([true, true, true]);
});

test('what others wrote stays, and so does a key that they go by', async () => {
  put(`${LIST}/slipway-by-hand.list`, 'deb by-hand\n');
  put(`${LIST}/docker.list`, `deb [signed-by=${node.path(KEYS)}/slipway-docker.asc] three\n`);
  put(`${KEYS}/slipway-docker.asc`, 'key\n');
  put(`${KEYS}/docker.asc`, 'key\n');
  expect(await check()).toBe('');
  expect((await apply()).exitCode).toBe(0);
  expect(
    [`${LIST}/slipway-by-hand.list`, `${LIST}/docker.list`, `${KEYS}/slipway-docker.asc`, `${KEYS}/docker.asc`].map(
      has,
    ),
  ).toEqual([true, true, true, true]);
});

test('a machine without repositories of ours has nothing to lose', async () => {
  const bare = { manager: 'dnf', keep: [] } as const;
  expect((await run(`(${checkSources(bare, node.root)})`)).exitCode).toBe(0);
  expect((await run(`(set -e\n${applySources(bare, node.root)})`)).exitCode).toBe(0);
});
