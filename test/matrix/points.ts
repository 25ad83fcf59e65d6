import { catalog } from '../../src/catalog/catalog';
import { newestReleaseOf } from '../../src/catalog/kubernetes/releases';
import type { OsFamily } from '../../src/catalog/os/kind';
import { CNI_CHOICES, type CniChoice } from '../../src/config/choices/cni';
import { LOAD_BALANCER_CHOICES, type LoadBalancerChoice } from '../../src/config/choices/load-balancer';
import type { Etcd } from '../../src/config/cluster';
import { KUBERNETES_RANGES } from '../../src/config/kubernetes-ranges';
import { NEWEST_MINOR, OLDEST_MINOR } from '../../src/config/kubernetes-support';
import { BUILT_IN_CATALOG, PRESET_NAMES } from '../../src/config/schema';
import { kubeProxySchema } from '../../src/config/schema/components';
import { etcdSchema } from '../../src/config/schema/etcd';
import { kubernetesSchema } from '../../src/config/schema/kubernetes';
import { osSchema } from '../../src/config/schema/os';
import { runtimeSchema } from '../../src/config/schema/runtime';
import { toolsSchema } from '../../src/config/schema/tools';
import type { StepFacts } from '../../src/steps';

export type Spec = { readonly [field: string]: unknown };

/** One thing that can be chosen. */
export interface Point {
  readonly name: string;
  /** What a message says when it is about it; the name where it is left out. */
  readonly word?: string;
  /** What it puts under `spec` of the cluster file. */
  readonly spec: Spec;
}

/** One choice that a cluster file has. */
export interface Dimension {
  readonly title: string;
  /** Fields of the file that a refusal of one of its points names, or what lies below them. */
  readonly fields: readonly string[];
  readonly points: readonly Point[];
}

/** A machine of each family, as its os-release would say it. */
export const FAMILIES: readonly { readonly name: string; readonly family: OsFamily; readonly os: StepFacts['os'] }[] =
  Object.entries<OsFamily>(catalog.os).map(([name, family]) => {
    const id = family.ids[0] ?? name;
    return { name, family, os: { id, idLike: [], versionId: String(family.majors?.from ?? ''), prettyName: name } };
  });

/** Every minor that can be installed, by its newest known release, and one beyond each end. */
export const kubernetes: Dimension = {
  title: 'Kubernetes',
  fields: ['spec.kubernetes.version'],
  points: Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 3 }, (_, index) => {
    const minor = OLDEST_MINOR - 1 + index;
    const isKnown = OLDEST_MINOR <= minor && minor <= NEWEST_MINOR;
    const version = isKnown ? newestReleaseOf(minor) : `v1.${minor}.0`;
    return { name: version, spec: { kubernetes: { version } } };
  }),
};

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

const choices: Readonly<Record<string, CniChoice>> = CNI_CHOICES;

/** A pod network that brings no manifest gets one of the file. */
const cniSpec = (name: string, settings: Spec = {}): Spec => ({
  cni: {
    name,
    ...(choices[name]?.manifest === 'required' ? { manifest: { file: '/etc/slipway/cni.yaml' } } : {}),
    ...settings,
  },
});

/** Every pod network as it is by default. */
export const cni: Dimension = {
  title: 'pod network',
  fields: ['spec.cni'],
  points: Object.keys(catalog.cni).map((name) => ({ name, spec: cniSpec(name) })),
};

/** Every pod network with each of its backends. */
export const cniBackends: Dimension = {
  title: 'backend',
  fields: ['spec.cni'],
  points: Object.keys(catalog.cni).flatMap((name): Point[] => {
    const backends = choices[name]?.backends ?? [];
    if (backends.length === 0) return [{ name, spec: cniSpec(name) }];
    return backends.map((backend) => ({ name: `${name} ${backend}`, word: name, spec: cniSpec(name, { backend }) }));
  }),
};

/** Every release of a pod network that is known. */
export const cniReleases: Dimension = {
  title: 'release of the pod network',
  fields: ['spec.cni'],
  points: Object.entries(choices).flatMap(([name, { releases = [], oldest }]) =>
    [...releases.map(({ version }) => version), ...(oldest === undefined ? [] : [oldest])].map((version) => ({
      name: `${name} ${version}`,
      word: name,
      spec: cniSpec(name, { version }),
    })),
  ),
};

export const kubeProxyModes: Dimension = {
  title: 'kube-proxy',
  fields: ['spec.kubeProxy'],
  points: kubeProxySchema.shape.mode.unwrap().options.map((mode) => ({ name: mode, spec: { kubeProxy: { mode } } })),
};

const ETCD_KEY = { file: '/etc/slipway/etcd.key' };
const FOREIGN = { caFile: '/etc/slipway/etcd-ca.crt', certificateFile: '/etc/slipway/etcd.crt', key: ETCD_KEY };

/** Where etcd runs. */
const ETCD: Readonly<Record<Etcd['topology'], readonly Point[]>> = {
  stacked: [{ name: 'stacked', spec: { etcd: { topology: 'stacked' } } }],
  external: [
    {
      name: 'external, on nodes',
      spec: {
        etcd: { topology: 'external' },
        nodes: [{ name: 'etcd-1', address: '10.0.0.31', roles: ['etcd'] }],
      },
    },
    {
      name: 'external, somebody else’s',
      spec: { etcd: { topology: 'external', endpoints: ['https://10.0.0.41:2379'], ...FOREIGN } },
    },
  ],
};

const TOPOLOGIES = etcdSchema.shape.topology.unwrap().options;

/** Each topology on machines of the cluster file. */
export const etcd: Dimension = {
  title: 'etcd',
  fields: ['spec.etcd'],
  points: TOPOLOGIES.flatMap((topology) => ETCD[topology].slice(0, 1)),
};

/** Every place that etcd can run in. */
export const etcdPlaces: Dimension = { ...etcd, points: TOPOLOGIES.flatMap((topology) => ETCD[topology]) };

export const kubernetesInstalls: Dimension = {
  title: 'Kubernetes by',
  fields: ['spec.kubernetes.install'],
  points: PRESET_NAMES.flatMap((preset) =>
    kubernetesSchema.shape.install.unwrap().options.map((install) => ({
      name: `${install}, ${preset}`,
      word: preset,
      spec: { preset, kubernetes: { install } },
    })),
  ),
};

const ENDPOINTS: Readonly<Record<LoadBalancerChoice['endpoint'], string | undefined>> = {
  vip: '10.0.0.100',
  loopback: '127.0.0.1',
  foreign: 'api.example.com',
  'control-plane': undefined,
};

export const loadBalancers: Dimension = {
  title: 'load balancer',
  fields: ['spec.loadBalancer', 'spec.controlPlaneEndpoint'],
  points: Object.entries<LoadBalancerChoice>(LOAD_BALANCER_CHOICES).map(([name, { endpoint, listens }]) => {
    const host = ENDPOINTS[endpoint];
    const controlPlaneEndpoint = host === undefined ? {} : { controlPlaneEndpoint: `${host}:${listens ? 8443 : 6443}` };
    return { name, spec: { loadBalancer: { name }, ...controlPlaneEndpoint } };
  }),
};

/** One IP family, and two. */
export const ipFamilies: Dimension = {
  title: 'IP families',
  fields: ['spec.networking'],
  points: [
    { name: 'IPv4', spec: {} },
    {
      name: 'IPv4 and IPv6',
      word: 'IP',
      spec: {
        networking: {
          podSubnet: '10.244.0.0/16,fd00:10:244::/56',
          serviceSubnet: '10.96.0.0/16,fd00:10:96::/112',
        },
      },
    },
  ],
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

/** Every answer to each question about the operating system. */
export const osSettings: readonly Dimension[] = [
  enumOf('SELinux', 'selinux', osSchema.shape.selinux.unwrap().options),
  enumOf('firewall', 'firewall', osSchema.shape.firewall.unwrap().options),
  {
    title: 'sysctls',
    fields: ['spec.os'],
    points: osSchema.shape.sysctls
      .unwrap()
      .shape.profile.unwrap()
      .options.map((profile) => ({ name: profile, spec: { os: { sysctls: { profile } } } })),
  },
];

function enumOf(title: string, field: string, options: readonly string[]): Dimension {
  return {
    title,
    fields: [`spec.os.${field}`],
    points: options.map((name) => ({ name, spec: { os: { [field]: name } } })),
  };
}
