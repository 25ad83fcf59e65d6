import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { buildProduct } from '../fakes/built-product';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(180_000);

const root = resolve(__dirname, '../..');
/** A user's project: the example's files, and Slipway as an installed package. */
const project = resolve(root, 'node_modules/.cache/slipway/embed');

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  const dist = buildProduct();
  rmSync(project, { recursive: true, force: true });
  const installed = join(project, 'node_modules/slipway');
  mkdirSync(installed, { recursive: true });
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  symlinkSync(dist, join(installed, 'dist'));
  cpSync(join(root, 'examples/embed'), project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{"name":"platform","private":true}');
  compile();
  env = await startTemporal();
});
afterAll(() => env.teardown());

function compile(): void {
  const flags = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--strict',
    '--skipLibCheck',
    '--types',
    'node',
    '--outDir',
    'build',
  ];
  execFileSync(join(root, 'node_modules/.bin/tsc'), [...flags, '--ignoreConfig', ...SOURCES], {
    cwd: project,
    stdio: 'pipe',
  });
}

const SOURCES = ['main.ts', 'worker.ts', 'workflows.ts', 'provision-cluster.ts'];

test('a worker of one’s own runs Slipway’s workflows and activities beside its own', async () => {
  const file = join(project, 'cluster.yaml');
  writeFileSync(file, unreachableCluster);
  const output = execFileSync(
    process.execPath,
    ['-e', `require('./build/main').provision(${JSON.stringify(file)}, ${JSON.stringify(env.address)})`],
    { cwd: project, encoding: 'utf8', timeout: 150_000, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  expect(output).toContain('embedded was not installed: Preflight found 1 thing(s) that are yours to fix');
  expect(output).toContain('solo');
});

/** Nothing listens on port 1: the real activities run, and preflight names what they met. */
const unreachableCluster = `
apiVersion: slipway.dev/v1alpha1
kind: Cluster
metadata: { name: embedded }
spec:
  kubernetes: { version: v1.34.4 }
  nodes:
    - name: solo
      address: 10.0.0.11
      roles: [control-plane]
      ssh: { host: 127.0.0.1, port: 1, password: { env: NO_PASSWORD_NEEDED } }
`;
