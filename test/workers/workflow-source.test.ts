import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorkflowSource } from '../../src/workers/workflow-source';
import { buildProduct } from '../fakes/built-product';

jest.setTimeout(120_000);

const root = resolve(__dirname, '../..');
let folder: string;

/** A copy of the built product, so that it can be spoiled. */
beforeAll(() => {
  const dist = buildProduct();
  folder = mkdtempSync(join(root, 'node_modules/.cache/slipway/source-'));
  for (const part of ['workflows', 'config']) cpSync(join(dist, 'src', part), join(folder, part), { recursive: true });
  cpSync(join(dist, 'src/workers'), join(folder, 'workers'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Module {
  readonly workflowSource: () => WorkflowSource;
}

function currentSource(): WorkflowSource {
  let source: WorkflowSource | undefined;
  jest.isolateModules(() => {
    source = jest.requireActual<Module>(join(folder, 'workers/workflow-source.js')).workflowSource();
  });
  if (source === undefined) throw new Error('no source');
  return source;
}

test('a bundle that was built from these workflows by this SDK is used', () => {
  expect(currentSource()).toEqual({ workflowBundle: { codePath: join(folder, 'workers/workflow-bundle.js') } });
});

test.each([
  ['the SDK is another', () => restamp({ sdk: '1.0.0' })],
  ['a workflow changed since', () => writeFileSync(join(folder, 'workflows/gates.js'), '// changed')],
  ['there is no stamp', () => rmSync(join(folder, 'workers/workflow-bundle.json'))],
])('where %s, the workflows are bundled at the start', (_, spoil) => {
  const stamp = join(folder, 'workers/workflow-bundle.json');
  const gates = join(folder, 'workflows/gates.js');
  for (const path of [stamp, gates]) copyFileSync(path, `${path}.kept`);
  spoil();
  expect(currentSource()).toEqual({ workflowsPath: join(folder, 'workflows/index.js') });
  for (const path of [stamp, gates]) copyFileSync(`${path}.kept`, path);
  for (const path of [stamp, gates]) rmSync(`${path}.kept`);
});

function restamp(changes: Record<string, string>): void {
  const path = join(folder, 'workers/workflow-bundle.json');
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...changes }));
}
