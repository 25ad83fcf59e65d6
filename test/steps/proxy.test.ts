import type { Resource } from '../../src/resources/resource';
import { nodeSteps, resolvedByNode } from '../../src/steps';
import { artifactsWithSums } from '../fakes/artifact-sums';
import { externalEtcdCluster, nodeOf, singleCluster } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';
import { debianFacts } from '../fakes/step-facts';
import { summarize } from '../fakes/step-summary';

const proxy = { http: 'http://proxy.example.com:3128', noProxy: ['.corp.example.com'] };
const tools = { buildkit: {} };

const stepsOf = (spec: object = {}) => {
  const cluster = singleCluster({ artifacts: artifactsWithSums, ...spec });
  const node = nodeOf(cluster, 'solo');
  return nodeSteps(cluster, node, debianFacts(node));
};
const isDropIn = (resource: Resource) => 'path' in resource && resource.path.endsWith('/slipway-proxy.conf');
const unitsOf = (spec: object) =>
  stepsOf(spec)
    .flatMap(({ resources }) => resources)
    .filter((resource) => resource.kind === 'unit');

/** The steps that install the runtime and tools, the drop-ins in full, and what each step has in its environment. */
function describeProxy(runtime: string, spec: object = {}): string {
  const steps = stepsOf({ proxy, runtime: { name: runtime }, ...spec });
  const installs = steps.filter(({ resources }) => resources.some(isDropIn));
  const dropIns = installs
    .flatMap(({ resources }) => resources.filter(isDropIn))
    .map((resource) => (resource.kind === 'file' ? `# ${resource.path} ${resource.mode}\n${resource.content}` : ''));
  const through = steps.map(({ name, environment }) => `${name}: ${Object.keys(environment ?? {}).join(' ') || '-'}\n`);
  return `${summarize(installs)}\n${dropIns.join('\n')}\n# environment of the steps\n${through.join('')}`;
}

describeGoldens('proxy', 'txt', {
  containerd: () => describeProxy('containerd'),
  'cri-o': () => describeProxy('cri-o'),
  docker: () => describeProxy('docker'),
  mirantis: () => describeProxy('mirantis'),
  buildkit: () => describeProxy('containerd', { tools }),
});

describe('a step of a cluster behind a proxy', () => {
  it('has it in both spellings where it downloads, and nowhere else', () => {
    const [step] = stepsOf({ proxy }).filter(({ name }) => name === 'install-base-packages');
    const noProxy =
      'localhost,127.0.0.1,::1,solo,10.0.0.11,10.96.0.0/12,10.244.0.0/16,.svc,.cluster.local,.corp.example.com';
    expect(step?.environment).toEqual({
      HTTP_PROXY: proxy.http,
      HTTPS_PROXY: proxy.http,
      NO_PROXY: noProxy,
      http_proxy: proxy.http,
      https_proxy: proxy.http,
      no_proxy: noProxy,
    });
    const quiet = stepsOf({ proxy }).filter(({ environment }) => environment === undefined);
    const downloaded = quiet.flatMap(({ resources }) =>
      resources.filter(({ kind }) => ['artifact', 'image', 'package', 'package-index'].includes(kind)),
    );
    expect(quiet.length).toBeGreaterThan(3);
    expect(downloaded).toEqual([]);
  });

  it('has it on a machine of etcd alone too', () => {
    const cluster = externalEtcdCluster({ artifacts: artifactsWithSums, proxy });
    const node = nodeOf(cluster, 'etcd-1');
    const step = nodeSteps(cluster, node, debianFacts(node)).find(({ name }) => name === 'install-etcd');
    expect(step?.environment).toMatchObject({ https_proxy: proxy.http, NO_PROXY: expect.stringContaining('etcd-1') });
  });

  it('has nothing without a proxy', () => {
    expect(stepsOf({ tools }).filter(({ environment }) => environment !== undefined)).toEqual([]);
  });
});

describe('a service that pulls', () => {
  it('restarts when the proxy comes, changes or goes, and nothing else does', () => {
    const changedBy = (before: object, after: object) =>
      unitsOf(before).flatMap(({ name, stamp }, index) => (unitsOf(after)[index]?.stamp === stamp ? [] : [name]));
    const without = { tools };
    const other = { tools, proxy: { ...proxy, noProxy: [] } };
    expect(changedBy(without, { tools, proxy })).toEqual(['containerd.service', 'buildkit.service']);
    expect(changedBy({ tools, proxy }, other)).toEqual(['containerd.service', 'buildkit.service']);
    expect(changedBy(without, { tools })).toEqual([]);
  });

  it('loses the drop-in before it restarts when the proxy leaves the file', () => {
    const resources = stepsOf().flatMap((step) => step.resources);
    const gone = resources.findIndex(isDropIn);
    const unit = resources.findIndex((each) => each.kind === 'unit' && each.name === 'containerd.service');
    expect(resources[gone]).toMatchObject({
      kind: 'absent',
      path: '/etc/systemd/system/containerd.service.d/slipway-proxy.conf',
      disruption: 'service',
    });
    expect(gone).toBeLessThan(unit);
  });
});

describe('resolvedByNode', () => {
  const urls = ['https://dl.k8s.io/release', 'http://mirror.corp.example.com/runc', 'http://mirror.corp.example.com/a'];
  const resolved = (spec: { proxy?: object }) => {
    const cluster = singleCluster(spec);
    return resolvedByNode(cluster, nodeOf(cluster, 'solo'), urls);
  };

  it('is every host without a proxy', () => {
    expect(resolved({})).toEqual(['dl.k8s.io', 'mirror.corp.example.com']);
  });

  it('is the proxy and what needs none, since the proxy finds the rest', () => {
    expect(resolved({ proxy })).toEqual(['mirror.corp.example.com', 'proxy.example.com']);
  });
});
