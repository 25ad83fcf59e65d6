import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { devService, findNamedService } from '../../src/cli/service';
import { devServerPaths } from '../../src/dev/dev-server/state';

const SERVER = { address: '127.0.0.1:17233', namespace: 'default', uiUrl: 'http://127.0.0.1:18233' };

describe('the environment that makes a process work with the dev server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-service-'));
  const usual = join(directory, 'usual.toml');
  afterAll(() => rmSync(directory, { recursive: true }));

  const read = (env: NodeJS.ProcessEnv) => loadClientConnectConfig({ overrideEnvVars: env as Record<string, string> });

  it.each(['there', 'missing'])('names it to the client, with its client configuration file %s', (state) => {
    writeFileSync(usual, '[profile.default]\naddress = "elsewhere:7233"\napi_key = "key-of-elsewhere"\n');
    const env = { XDG_STATE_HOME: directory, TEMPORAL_CONFIG_FILE: usual, TEMPORAL_API_KEY: 'another', HOME: '/root' };
    const { clientConfig } = devServerPaths(env);
    mkdirSync(dirname(clientConfig), { recursive: true });
    if (state === 'there') writeFileSync(clientConfig, '[profile.default]\naddress = "127.0.0.1:17233"\n');
    else rmSync(clientConfig, { force: true });
    const { connectionOptions, namespace } = read(devService(SERVER, env).env);
    expect([connectionOptions.address, connectionOptions.apiKey, namespace]).toEqual([
      SERVER.address,
      undefined,
      'default',
    ]);
  });
});

describe('a client configuration that cannot be used', () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-config-'));
  const file = join(directory, 'broken.toml');
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([
    ['is empty', '', 'it holds no profile'],
    ['is no TOML', 'profile = 3\n[a\n', 'Invalid TOML document'],
  ])('is named with its fault and the way out when it %s', (_, text, fault) => {
    writeFileSync(file, text);
    const find = () => findNamedService({ TEMPORAL_CONFIG_FILE: file, HOME: directory });
    expect(find).toThrow(file);
    expect(find).toThrow(fault);
    expect(find).toThrow(expect.objectContaining({ exitCode: 2, next: expect.stringContaining('remove it') }));
  });
});
