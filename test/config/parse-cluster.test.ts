import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCluster } from '../../src/config/parse-cluster';
import { RULES } from '../../src/config/rules';
import { clusterFile, clusterText, HA_SPEC, MINIMAL_SPEC, problemsOf } from './cluster-file';

test('a minimal file becomes a cluster with every default filled in', () => {
  const result = parseCluster(clusterText());
  expect(result).toMatchObject({
    ok: true,
    cluster: {
      metadata: { name: 'lab' },
      spec: {
        controlPlaneEndpoint: '10.0.0.11:6443',
        networking: { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/12', dnsDomain: 'cluster.local' },
        runtime: { name: 'containerd' },
        cni: { name: 'flannel' },
        loadBalancer: { name: 'none' },
      },
    },
  });
});

test('JSON is YAML', () => {
  expect(parseCluster(JSON.stringify(clusterFile())).ok).toBe(true);
});

test.each(['', '[]', 'text', '1', 'null', '{}', 'spec:', 'spec: {nodes: {}}', 'spec: {nodes: [1, null, []]}'])(
  'the text %j has problems and throws nothing',
  (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  },
);

test('contradictions are named beside malformed fields, under the places that the file has', () => {
  const [first, ...others] = MINIMAL_SPEC['nodes'] as object[];
  const nodes = [{ name: 'Broken', address: 'x' }, first, ...others, { name: 'cp-1', address: '10.0.0.22' }];
  expect(problemsOf(clusterText({ nodes }))).toEqual([
    'spec.nodes[0].name: the value is not accepted',
    'spec.nodes[0].address: the value is not accepted',
    'spec.nodes[3].name: the name cp-1 belongs to the node at 10.0.0.11 already',
  ]);
});

test('a rule does not judge what stands in for a malformed field', () => {
  const text = clusterText({ ...HA_SPEC, controlPlaneEndpoint: '10.0.0.100', kubernetes: { version: 'latest' } });
  expect(problemsOf(text)).toEqual([
    'spec.kubernetes.version: the value is not accepted',
    'spec.controlPlaneEndpoint: the value is not accepted',
  ]);
});

test('a malformed item deep in a list does not hide contradictions elsewhere', () => {
  const text = clusterText({
    registry: { mirrors: [{ host: 'a', endpoints: [1] }] },
    artifacts: { kubernetes: { sha256: { amd64: {} } } },
    etcd: { topology: 'external' },
  });
  expect(problemsOf(text)).toContain('spec.etcd.topology: nothing says where the external etcd runs');
});

test('names of a catalog of one’s own are accepted, and no others', () => {
  const text = clusterText({ cni: { name: 'weave', options: { fastdp: true } }, runtime: { name: 'my-runtime' } });
  const catalog = { cni: { weave: {} }, runtime: { 'my-runtime': {} } };
  expect(parseCluster(text, { catalog }).ok).toBe(true);
  expect(problemsOf(text)).toEqual([
    'spec.cni.name: the value is not accepted',
    'spec.runtime.name: the value is not accepted',
  ]);
});

test.each([
  [{ kubernetes: { version: '1.34.4' } }, 'did you mean "v1.34.4"?'],
  [{ runtime: { version: 'v1.7.24' } }, 'did you mean "1.7.24"?'],
  [{ cni: { name: 'flanel' } }, 'did you mean "flannel"?'],
  [{ nodes: [{ name: 1, address: '10.0.0.1' }] }, 'write it in quotes: "1"'],
])('%j is answered with what was probably meant', (spec, suggestion) => {
  const result = parseCluster(clusterText(spec));
  expect(result.ok ? [] : result.problems.map((problem) => problem.suggestion)).toContain(suggestion);
});

test('an unknown key is named with the keys that are known there', () => {
  const result = parseCluster(clusterText({ time: { server: ['10.0.0.1'] } }));
  expect(result).toMatchObject({
    ok: false,
    problems: [
      {
        path: 'spec.time.server',
        accepted: 'the keys manage, servers, fromControlPlanes',
        suggestion: 'did you mean "servers"?',
      },
    ],
  });
});

test('a secret in place of a reference is refused, and shown nowhere', () => {
  const spec = { ssh: { password: 'hunter2', passphrase: ['hunter2'], privateKey: 'hunter2', pasword: 'hunter2' } };
  const result = parseCluster(clusterText(spec));
  expect(result).toMatchObject({ ok: false, problems: { length: 4 } });
  expect(JSON.stringify(result)).not.toContain('hunter2');
  expect(JSON.stringify(result)).toContain('secrets are never written into the cluster file');
});

test.each(Object.keys(RULES))('the rule %s is stated by a test of its own', (name) => {
  const folder = join(__dirname, 'rules');
  const tests = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(tests.filter((text) => text.includes(`describeRule('${name}'`))).toHaveLength(1);
});

test('a file of ten times as many nodes takes about ten times as long to parse, not a hundred', () => {
  const few = parsingMs(150);
  expect(parsingMs(1500) / few).toBeLessThan(40);
});

function parsingMs(count: number): number {
  const nodes = Array.from({ length: count }, (_, index) => ({
    name: `n-${index}`,
    address: `172.16.${index >> 8}.${index & 255}`,
    roles: index === 0 ? ['control-plane'] : ['worker'],
  }));
  const text = clusterText({
    nodes,
    networking: { podSubnet: '10.224.0.0/11', serviceSubnet: '10.96.0.0/12' },
  }).replace('172.16.0.0', '172.16.9.9');
  const startedMs = performance.now();
  expect(problemsOf(text)).toEqual([]);
  return performance.now() - startedMs;
}
