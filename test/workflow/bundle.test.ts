import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { bundlePath } from '../fakes/temporal';

jest.setTimeout(60_000);

const root = resolve(__dirname, '../..');

/** Modules of ours and of packages that are in a bundle. */
function modulesIn(code: string): { ours: string[]; packages: string[] } {
  const paths = [...code.matchAll(/^\/\*\*\*\/ "\.\/([^"]+)"/gm)].map(([, path = '']) => path);
  return {
    ours: paths.filter((path) => path.startsWith('src/')),
    packages: [...new Set(paths.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))],
  };
}

test('the workflow bundle holds the workflows, three pure modules of config, and nothing else of ours', async () => {
  const { ours, packages } = modulesIn(readFileSync(await bundlePath(), 'utf8'));
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter((path) => !path.startsWith('src/workflows/')).toSorted()).toEqual([
    'src/config/choices/load-balancer.ts',
    'src/config/nodes.ts',
    'src/config/scope-cluster.ts',
  ]);
  expect(packages).toContain('@temporalio/workflow');
  for (const forbidden of ['zod', 'yaml', 'ssh2', '@temporalio/worker', '@temporalio/client', '@temporalio/activity'])
    expect(packages).not.toContain(forbidden);
});

test.each(['node:fs', '@temporalio/client'])('a workflow that imports %s is not bundled', async (module) => {
  const folder = mkdtempSync(join(root, 'node_modules/.cache/slipway-'));
  const path = join(folder, 'workflows.js');
  writeFileSync(path, `const it = require('${module}');\nexports.flow = async () => Object.keys(it).length;\n`);
  try {
    await expect(
      bundleWorkflowCode({ workflowsPath: path, logger: new DefaultLogger('ERROR', () => undefined) }),
    ).rejects.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
