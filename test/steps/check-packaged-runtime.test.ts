import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '../../src/catalog/catalog';
import type { Cluster } from '../../src/config/cluster';
import { checkPackagedRuntime } from '../../src/steps/check-packaged-runtime';
import { haCluster } from '../fakes/clusters';
import type { StepInput } from '../../src/steps/step-input';

const bin = mkdtempSync(join(tmpdir(), 'slipway-packaged-'));
afterAll(() => rmSync(bin, { recursive: true }));

const clusterOf = (version: string, runtime: object) => haCluster({ kubernetes: { version }, runtime });
const resourcesOf = (cluster: Cluster) => checkPackagedRuntime({ cluster, catalog } as unknown as StepInput);

/** What the check says where `containerd --version` prints this. */
function check(printed: string): string {
  const [resource] = resourcesOf(clusterOf('v1.22.17', { install: 'package' }));
  if (resource?.kind !== 'command') throw new Error('there is no check');
  writeFileSync(join(bin, 'containerd'), `#!/bin/sh\nprintf '%s' '${printed}'\n`);
  chmodSync(join(bin, 'containerd'), 0o755);
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const said = execFileSync('/bin/sh', { input: `(${resource.check}\n)\necho "exit $?"`, env, encoding: 'utf8' });
  return said.trim().split('\n').join(' / ');
}

test.each([
  ['containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+b1', 'exit 0'],
  ['containerd containerd.io v1.7.28 b98a3aace656320842a23f4a392a33f46af97866', 'exit 0'],
  ['containerd containerd.io 2.1.4 75cb2b7193e4e490e9fbdc236c0e811ccaba3376', /does not speak CRI v1alpha2.* exit 1$/],
  ['', 'not installed yet / exit 1'],
])('containerd that says "%s" is judged by it', (printed, said) => {
  expect(check(printed)).toMatch(said);
});

test('nothing is checked where the file names the version, or every version goes', () => {
  expect(resourcesOf(clusterOf('v1.22.17', { install: 'package', version: '1.6.20' }))).toEqual([]);
  expect(resourcesOf(clusterOf('v1.22.17', {}))).toEqual([]);
  expect(resourcesOf(clusterOf('v1.23.17', { install: 'package' }))).toEqual([]);
});
