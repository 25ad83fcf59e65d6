import { catalog } from '../../../src/catalog/catalog';
import { KUBERNETES_RANGES } from '../../../src/config/kubernetes-ranges';
import { BUILT_IN_CATALOG } from '../../../src/config/schema';
import { runtimeSchema } from '../../../src/config/schema/runtime';
import { toolsSchema } from '../../../src/config/schema/tools';
import type { Dimension } from '../dimension';

const RUNTIME_SHAPE = runtimeSchema(BUILT_IN_CATALOG.runtime).shape;
const RUNTIMES = Object.keys(catalog.runtime);

const RUNTIME_FIELDS = ['spec.runtime', 'spec.artifacts'];

/** Every runtime as it is by default. */
export const runtime: Dimension = {
  title: 'runtime',
  fields: RUNTIME_FIELDS,
  points: RUNTIMES.map((name) => ({ name, spec: { runtime: { name } } })),
};

/** Every runtime in every way of installing it. */
export const runtimeInstalls: Dimension = {
  title: 'runtime by',
  fields: RUNTIME_FIELDS,
  points: RUNTIMES.flatMap((name) =>
    RUNTIME_SHAPE.install.unwrap().options.map((install) => ({
      name: `${name} by ${install}`,
      word: name,
      spec: { runtime: { name, install } },
    })),
  ),
};

/** Each version from which on something else holds; what holds from the first one on is what holds by default. */
function versionsOf(name: string): string[] {
  const since = (KUBERNETES_RANGES.runtime[name] ?? []).map((range) => range.since);
  return since.length > 1 ? since : [];
}

/** Every runtime as it is by default, and in each version from which on something else holds. */
export const runtimeVersions: Dimension = {
  title: 'runtime version',
  fields: RUNTIME_FIELDS,
  points: RUNTIMES.flatMap((name) => [
    { name, spec: { runtime: { name } } },
    ...versionsOf(name).map((version) => ({
      name: `${name} ${version}`,
      word: name,
      spec: { runtime: { name, version } },
    })),
  ]),
};

export const cgroupDrivers: Dimension = {
  title: 'cgroup driver',
  fields: ['spec.runtime.cgroupDriver'],
  points: RUNTIME_SHAPE.cgroupDriver.unwrap().options.map((cgroupDriver) => ({
    name: cgroupDriver,
    spec: { runtime: { cgroupDriver } },
  })),
};

/** No tool, and each by itself. */
export const tools: Dimension = {
  title: 'tools',
  fields: ['spec.tools'],
  points: [
    { name: 'none', spec: {} },
    ...Object.entries(toolsSchema.shape).map(([name, field]) => ({
      name,
      spec: { tools: { [name]: field.safeParse(true).success ? true : {} } },
    })),
  ],
};

const MIRROR = { host: 'docker.io', endpoints: ['https://10.0.0.5:5000'] };
const CREDENTIALS = { username: 'ci', password: { env: 'MIRROR_PASSWORD' } };

/** The ways of asking a mirror. */
export const mirrors: Dimension = {
  title: 'mirror',
  fields: ['spec.registry'],
  points: [
    { name: 'none', spec: {} },
    { name: 'plain', spec: { registry: { mirrors: [{ ...MIRROR, endpoints: ['http://10.0.0.5:5000'] }] } } },
    { name: 'unverified', spec: { registry: { mirrors: [{ ...MIRROR, skipVerify: true }] } } },
    { name: 'own CA', spec: { registry: { mirrors: [{ ...MIRROR, caFile: '/etc/slipway/ca.crt' }] } } },
    { name: 'password', spec: { registry: { mirrors: [{ ...MIRROR, credentials: CREDENTIALS }] } } },
    { name: 'of quay.io', spec: { registry: { mirrors: [{ ...MIRROR, host: 'quay.io' }] } } },
  ],
};
