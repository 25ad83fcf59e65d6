import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '../../../src/cli/commands/validate';
import { fakeContext, useClusterFile } from '../fake-context';

const cwd = useClusterFile();

test('a good file is named with what it describes', async () => {
  const { context, written } = fakeContext({ cwd });
  expect(await validate(context, {})).toBe(0);
  expect(written.out).toMatch(
    /^cluster\.yaml is good: cluster lab, Kubernetes v1\.34\.4, 1 control plane, 1 worker, digest [0-9a-f]{12}\n$/,
  );
});

test('a bad file is refused with every problem, its line and exit code 2', () => {
  writeFileSync(join(cwd, 'bad.yaml'), 'apiVersion: slipway.dev/v1alpha1\nkind: Clutser\nspec: {nodes: 3}\n');
  const { context } = fakeContext({ cwd });
  const refused = () => validate(context, { file: 'bad.yaml' });
  expect(refused).toThrow(expect.objectContaining({ exitCode: 2 }));
  expect(refused).toThrow(/bad\.yaml:2:\d+: kind/);
  expect(refused).toThrow(/bad\.yaml:3:\d+: spec\.nodes/);
});

test('a file that is not there is refused with exit code 2', () => {
  const { context } = fakeContext({ cwd });
  expect(() => validate(context, { file: 'none.yaml' })).toThrow(
    expect.objectContaining({ exitCode: 2, next: 'name the cluster file with --file' }),
  );
});
