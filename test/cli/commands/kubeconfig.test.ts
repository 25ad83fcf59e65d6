import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kubeconfig } from '../../../src/cli/commands/kubeconfig';
import { fakeContext, useClusterFile } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const cwd = useClusterFile();
const TEXT = 'kind: Config\n';

beforeEach(() => useClient({ kubeconfig: async () => TEXT }));

test('it goes to a file of the cluster’s own that only the owner can read, and only the path is printed', async () => {
  const { context, written } = fakeContext({ cwd, env: { XDG_STATE_HOME: cwd } });
  expect(await kubeconfig(context, { stdout: false })).toBe(0);
  const path = join(cwd, 'slipway/clusters/lab/kubeconfig');
  expect(written).toEqual({ out: `${path}\n`, err: `Use it with: export KUBECONFIG=${path}\n` });
  expect(readFileSync(path, 'utf8')).toBe(TEXT);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('--out names another file', async () => {
  const { context } = fakeContext({ cwd });
  await kubeconfig(context, { stdout: false, out: 'admin.conf' });
  expect(statSync(join(cwd, 'admin.conf')).mode & 0o777).toBe(0o600);
});

test('--stdout prints it and writes nothing', async () => {
  const { context, written } = fakeContext({ cwd, env: { XDG_STATE_HOME: '/nonexistent' } });
  expect(await kubeconfig(context, { stdout: true })).toBe(0);
  expect(written).toEqual({ out: TEXT, err: '' });
});
