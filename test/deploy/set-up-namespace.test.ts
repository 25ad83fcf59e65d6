import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startDevServer } from '../../src/dev/dev-server/start';
import { stopDevServer } from '../../src/dev/dev-server/stop';
import { chooseFreePort } from '../../src/dev/free-port';
import { runCommand } from '../../src/dev/run-command';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/messages';
import { useScratch } from '../dev/scratch';
import { useTemporalCli } from '../dev/temporal-cli/cached';

const script = resolve(__dirname, '../../deploy/temporal/set-up-namespace.sh');
const { directory, env } = useScratch();
useTemporalCli(env);
jest.setTimeout(60_000);
afterAll(() => stopDevServer(env));

test('the namespace of the production shape is made, and made again without harm', async () => {
  const server = await startDevServer({ env, port: await chooseFreePort([]), uiPort: await chooseFreePort([]) });
  symlinkSync(server.temporalCli, join(directory, 'temporal'));
  const inContainer = {
    PATH: `${directory}:${env['PATH']}`,
    HOME: directory,
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: 'slipway',
  };
  const setUp = () => runCommand('sh', [script], { env: inContainer });
  expect(await setUp()).toMatchObject({ code: 0, stdout: expect.stringContaining('namespace slipway is ready') });
  expect(await setUp()).toMatchObject({ code: 0 });
  const temporal = async (...args: string[]) => (await runCommand('temporal', args, { env: inContainer })).stdout;
  expect(await temporal('operator', 'namespace', 'describe', '-n', 'slipway', '-o', 'json')).toContain(
    `${90 * 24 * 3600}s`,
  );
  const attributes = await temporal('operator', 'search-attribute', 'list', '-n', 'slipway');
  for (const { name } of Object.values(SEARCH_ATTRIBUTES)) expect(attributes).toMatch(new RegExp(`${name}\\s+Keyword`));
});
