import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/messages';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly restart: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
}

const text = read('docker-compose.yml');
const compose = parse(text) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const services = Object.entries(compose.services);

test.each(services)('%s has an image of one exact version', (_, { image }) => {
  expect(image).toMatch(/^[a-z0-9/-]+:\d+\.\d+(\.\d+)?(-[a-z0-9]+)?$/);
  expect(image).not.toContain('auto-setup');
});

test.each(services)('%s waits for services that exist, in a way that they can fulfil', (_, service) => {
  for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
    const target = compose.services[name];
    expect(target).toBeDefined();
    if (condition === 'service_healthy') expect(target?.healthcheck).toBeDefined();
    else {
      expect(condition).toBe('service_completed_successfully');
      expect(target?.restart).toMatch(/^on-failure:\d+$/);
    }
  }
});

test('the services wait for each other in one order without a circle', () => {
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    expect(path).not.toContain(name);
    for (const next of Object.keys(compose.services[name]?.depends_on ?? {})) visit(next, [...path, name]);
    if (!order.includes(name)) order.push(name);
  };
  for (const [name] of services) visit(name, []);
  expect(order).toEqual([
    'postgresql',
    'temporal-schema',
    'temporal',
    'temporal-namespace',
    'temporal-ui',
    'slipway-worker',
  ]);
});

test('every file that a service mounts is there, and read-only', () => {
  const mounts = services.flatMap(([, { volumes = [] }]) => volumes).filter((mount) => mount.startsWith('./'));
  expect(mounts.length).toBeGreaterThan(0);
  for (const mount of mounts) {
    const [source = '', , mode] = mount.split(':');
    expect(statSync(join(root, source)).isFile()).toBe(true);
    expect(mode).toBe('ro');
  }
});

test('named volumes and secrets are declared', () => {
  const named = services.flatMap(([, { volumes = [] }]) => volumes).filter((mount) => !mount.startsWith('.'));
  for (const mount of named) expect(compose.volumes).toHaveProperty(mount.split(':')[0] ?? '');
  for (const secret of services.flatMap(([, { secrets = [] }]) => secrets))
    expect(compose.secrets).toHaveProperty(secret);
});

test('every setting is in .env.example, required where there is no default, and no password is in the file itself', () => {
  const wanted = new Set(
    [...text.matchAll(/(?<!\$)\$\{([A-Z_]+)(:[?-])?/g)].map(([, name, guard]) => `${name} ${guard}`),
  );
  const offered = new Set([...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name));
  for (const entry of wanted) {
    const [name, guard] = entry.split(' ');
    expect([':?', ':-']).toContain(guard);
    expect(offered).toContain(name);
  }
  expect(new Set([...wanted].map((entry) => entry.split(' ')[0]))).toEqual(offered);
  for (const [, { environment = {} }] of services) {
    for (const [name, value] of Object.entries(environment))
      if (/PASSWORD|PWD/.test(name)) expect(value).toMatch(/^\$\{/);
  }
});

test('what asks nobody who they are is published on loopback only', () => {
  for (const port of services.flatMap(([, { ports = [] }]) => ports)) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test('the settings file never reaches the repository or the image', () => {
  expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'secrets/']));
  expect(read('.dockerignore').split('\n')[0]).toBe('**');
});

test('Temporal reads the dynamic configuration that is mounted, and it raises the poll rates', () => {
  const { environment, volumes = [] } = compose.services['temporal'] ?? {};
  const target = volumes.find((mount) => mount.includes('dynamicconfig'))?.split(':')[1];
  expect(target).toBe(`/etc/temporal/${environment?.['DYNAMIC_CONFIG_FILE_PATH']}`);
  const dynamic = parse(read('deploy/temporal/dynamicconfig.yaml')) as Record<string, { value: number }[]>;
  for (const queue of ['transfer', 'timer', 'visibility'])
    expect(dynamic[`history.${queue}ProcessorMaxPollRPS`]?.[0]?.value).toBe(2000);
});

test('the Web UI may answer gates, and the namespace gets every search attribute', () => {
  expect(compose.services['temporal-ui']?.environment?.['TEMPORAL_DISABLE_WRITE_ACTIONS']).toBe('false');
  const script = read('deploy/temporal/set-up-namespace.sh');
  for (const { name } of Object.values(SEARCH_ATTRIBUTES)) expect(script).toContain(name);
});

test('the image is built from files that are there and that the build context lets in', () => {
  const dockerfile = read('Dockerfile');
  const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) => list.split(' '));
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  expect(sources.toSorted()).toEqual(allowed.toSorted());
  for (const source of sources) expect(existsSync(join(root, source))).toBe(true);
});

test('the image runs the worker as a user without rights, on an exact version of Node', () => {
  const lines = read('Dockerfile').split('\n');
  for (const line of lines.filter((candidate) => candidate.startsWith('FROM ')))
    expect(line).toMatch(/^FROM node:20\.\d+\.\d+-bookworm-slim( AS build)?$/);
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  expect(last).toContain('USER 10001');
  expect(last).toContain('CMD ["worker"]');
  const { bin } = JSON.parse(read('package.json')) as { bin: { slipway: string } };
  expect(last).toContain(`ENTRYPOINT ["node", "/slipway/${bin.slipway}"]`);
});
