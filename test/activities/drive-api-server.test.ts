import { existsSync, readFileSync } from 'node:fs';
import { driveApiServer } from '../../src/activities/drive-api-server';
import type { KubeadmNode } from '../../src/activities/kubeadm-node';
import { catalog } from '../../src/catalog/catalog';
import { claimFence } from '../../src/remote/fence';
import type { Session } from '../../src/ssh/session';
import { externalEtcdCluster, nodeOf } from '../fakes/clusters';
import { type Answers, SimulatedNode } from '../fakes/simulated-kubeadm';

// Each test runs several hundred small processes.
jest.setTimeout(60_000);

const [ONE, TWO, THREE, GONE] = ['10.0.0.31', '10.0.0.32', '10.0.0.33', '10.0.0.39'] as const;
const urls = (...hosts: readonly string[]) => hosts.map((host) => `https://${host}:2379`);
const OLD = urls(ONE, TWO, GONE);
const WANTED = urls(ONE, TWO, THREE);

const cluster = externalEtcdCluster({ patience: { apiServerSeconds: 1 } });
const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';

const manifestOf = (endpoints: readonly string[]) => `    - --etcd-servers=${endpoints.join(',')}\n`;
const configOf = (endpoints: readonly string[]) =>
  `etcd:\n  external:\n    endpoints:\n${endpoints.map((endpoint) => `    - ${endpoint}\n`).join('')}kind: ClusterConfiguration\n`;

/** Writes what the endpoints of its configuration make of the manifest. */
const KUBEADM = `
echo x >>"$LOCAL_NODE/runs"
cp "$6" "$LOCAL_NODE/config"
[ ! -e "$LOCAL_NODE/broken" ] || exit 0
servers=$(sed -n 's/^ *- \\(https:.*\\)/\\1/p' "$6" | paste -sd , -)
printf '    - --etcd-servers=%s\\n' "$servers" >"$LOCAL_NODE/root${MANIFEST}"`;

const KUBECTL = `
case $* in
  *replace*) echo x >>"$LOCAL_NODE/told"; cp "$LOCAL_NODE/stdin" "$LOCAL_NODE/configmap" ;;
  *) cat "$LOCAL_NODE/configmap" ;;
esac`;

/** The kubelet has put into effect what the manifest says, unless it still runs the one before. */
const PS = `printf 'kube-apiserver %s --v=2\\n' "$(sed -n 's/^ *- //p' "$LOCAL_NODE/running" 2>/dev/null || sed -n 's/^ *- //p' "$LOCAL_NODE/root${MANIFEST}")"`;

const identity = (id: string) => ({ body: { header: { cluster_id: id } } });
const answersOf = (ids: Readonly<Record<string, string>>): Answers => ({
  '/livez': { body: 'ok' },
  '/readyz': { body: 'ok' },
  ...Object.fromEntries(Object.entries(ids).map(([host, id]) => [`${host}:2379/v3/maintenance/status`, identity(id)])),
});

let node: SimulatedNode;
let operations: string[];

beforeEach(async () => {
  node = new SimulatedNode();
  operations = [];
  for (const [name, script] of Object.entries({ kubeadm: KUBEADM, kubectl: KUBECTL, ps: PS, sleep: ':' }))
    node.addCommand(name, script);
  node.put('/etc/kubernetes/pki/sa.pub', 'public\n');
  node.put('/etc/kubernetes/etcd-client/client.crt', 'certificate\n');
  node.put(MANIFEST, manifestOf(OLD));
  tell(OLD);
  node.setApi(answersOf({ [ONE]: '7', [TWO]: '7', [THREE]: '7' }));
  await claimFence(node.asSession('cp-1'), fence);
});

afterEach(() => node.close());

function tell(endpoints: readonly string[]): void {
  const data = { ClusterConfiguration: configOf(endpoints), Other: 'kept' };
  node.put('../configmap', JSON.stringify({ kind: 'ConfigMap', metadata: { resourceVersion: '42' }, data }));
}

/** The local node gives a script no standard input; what is meant for kubectl is laid down for it. */
function sessionOf(): Session {
  const session = node.asSession('cp-1');
  const run: Session['run'] = (script, options) => {
    if (options?.stdin !== undefined) node.put('../stdin', String(options.stdin));
    return session.run(script, options);
  };
  return { ...session, run };
}

function onNode(): KubeadmNode {
  return {
    cluster,
    node: nodeOf(cluster, 'cp-1'),
    catalog,
    fence,
    session: sessionOf(),
    signal: new AbortController().signal,
    report: () => undefined,
    openSession: () => Promise.reject(new Error('no other node is looked at')),
    operate: async ({ verb, script }) => {
      operations.push(verb);
      const { exitCode, stdout, stderr } = await node.run(script);
      return { exitCode, tail: `${stdout}${stderr}` };
    },
  };
}

const countOf = (file: string) => (existsSync(node.path(file)) ? readFileSync(node.path(file), 'utf8').length / 2 : 0);
const manifest = () => readFileSync(node.where(MANIFEST), 'utf8');
const told = () =>
  JSON.parse(readFileSync(node.path('configmap'), 'utf8')) as { data: Record<string, string>; metadata: object };

test('the cluster is told first, then kubeadm writes the manifest anew, and the API server runs with it', async () => {
  expect(await driveApiServer(onNode())).toBe(true);
  expect(manifest()).toBe(manifestOf(WANTED));
  expect(told().data).toEqual({ ClusterConfiguration: configOf(WANTED), Other: 'kept' });
  expect(told().metadata).toEqual({ resourceVersion: '42' });
  expect(operations).toEqual(['kubeadm-api-server']);
  expect(readFileSync(node.path('config'), 'utf8')).toContain('advertiseAddress: 10.0.0.11');
});

test('a second call finds nothing to do', async () => {
  await driveApiServer(onNode());
  expect(await driveApiServer(onNode())).toBe(false);
  expect([countOf('runs'), countOf('told')]).toEqual([1, 1]);
});

test('it goes on where an attempt died after the cluster was told', async () => {
  tell(WANTED);
  expect(await driveApiServer(onNode())).toBe(true);
  expect([countOf('runs'), countOf('told'), manifest()]).toEqual([1, 0, manifestOf(WANTED)]);
});

test('an API server that still runs as before is waited for, and written no second time', async () => {
  node.put(MANIFEST, manifestOf(WANTED));
  tell(WANTED);
  node.put('../running', manifestOf(OLD));
  await expect(driveApiServer(onNode())).rejects.toMatchObject({
    type: 'ApiServerUnavailable',
    message: expect.stringContaining('no other control plane is touched'),
  });
  expect(countOf('runs')).toBe(0);
  node.addCommand('sleep', 'rm -f "$LOCAL_NODE/running"');
  expect(await driveApiServer(onNode())).toBe(false);
});

test('an API server that is not ready is no success', async () => {
  node.setApi({ ...answersOf({ [ONE]: '7', [TWO]: '7', [THREE]: '7' }), '/readyz': { code: 500 } });
  await expect(driveApiServer(onNode())).rejects.toMatchObject({ type: 'ApiServerUnavailable' });
});

test('the list in another order is the same list', async () => {
  node.put(MANIFEST, manifestOf(WANTED.toReversed()));
  tell(WANTED.toReversed());
  await driveApiServer(onNode());
  expect([countOf('runs'), manifest()]).toEqual([0, manifestOf(WANTED.toReversed())]);
});

test.each([
  ['a new endpoint is of another etcd', { [ONE]: '7', [TWO]: '7', [THREE]: '8' }, 'NodeStateRefused'],
  ['a new endpoint does not answer', { [ONE]: '7', [TWO]: '7' }, 'EtcdUnhealthy'],
])('where %s nothing is changed', async (_, ids, type) => {
  node.setApi(answersOf(ids));
  await expect(driveApiServer(onNode())).rejects.toMatchObject({
    type,
    message: expect.stringContaining(urls(THREE)[0] ?? ''),
  });
  expect([countOf('runs'), countOf('told'), manifest()]).toEqual([0, 0, manifestOf(OLD)]);
});

test('a kubeadm that writes nothing is not run for ever', async () => {
  node.put('../broken', '');
  await expect(driveApiServer(onNode())).rejects.toMatchObject({ type: 'KubeadmFailed' });
  expect(countOf('runs')).toBe(3);
});

test('without a whole manifest there is nothing to change', async () => {
  node.put(MANIFEST, '');
  await expect(driveApiServer(onNode())).rejects.toMatchObject({ type: 'NodeStateRefused' });
  expect(countOf('told')).toBe(0);
});
