import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS } from '../../lab/artifacts/paths';
import { cacheDirectory } from '../../lab/paths';
import { DEFAULT_KUBERNETES_VERSION, kubernetesRelease } from '../../lab/versions';
import type { ActivityFrame } from '../../src/activities/activity-frame';
import { driveMembers, lookAtAll } from '../../src/activities/drive-members';
import { catalogWith } from '../../src/catalog/catalog';
import type { Cluster } from '../../src/config/cluster';
import { etcdNodes } from '../../src/config/nodes';
import { clientUrlOf } from '../../src/catalog/etcd/access';
import { refuseOtherEtcd } from '../../src/plan/etcd/api-server-etcd';
import { ownAccess } from '../../src/remote/etcd/look-at-member';
import { askEndpoints } from '../../src/remote/etcd-gateway';
import { claimFence } from '../../src/remote/fence';
import { renderEtcdEnv } from '../../src/render/etcd-env';
import { haCluster } from '../fakes/clusters';
import { EtcdMemberNode } from '../fakes/etcd-member-node';
import { pollUntil } from './support/bench';

jest.setTimeout(600_000);

const VERSION = kubernetesRelease(DEFAULT_KUBERNETES_VERSION).etcd;

/** Real members of etcd on loopback addresses, driven as on machines of their own. */
const fence = { clusterUid: 'uid-1', epoch: 1, holder: 'default@test/slipway/demo/run-1' };
/** Of this process, so that two test runs do not meet. */
const NETWORK = `127.${1 + (process.pid % 250)}.${1 + (Math.floor(process.pid / 250) % 250)}`;

const directory = mkdtempSync(join(tmpdir(), 'slipway-etcd-'));
const machines = new Map<string, EtcdMemberNode>();

beforeAll(() => {
  const archive = join(cacheDirectory(), 'files', PATHS.etcd(VERSION));
  if (!existsSync(archive)) throw new Error(`${archive} is missing; make it with npm run lab -- artifacts`);
  execFileSync('tar', ['-xf', archive, '--strip-components=1', '-C', directory]);
});
afterEach(async () => {
  await Promise.all([...machines.values()].map((machine) => machine.close()));
  machines.clear();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function clusterOf(...names: readonly string[]): Cluster {
  const cluster = haCluster({ etcd: { topology: 'external', endpoints: ['https://127.0.0.1:2379'], ...FOREIGN } });
  const [template] = cluster.spec.nodes;
  if (template === undefined) throw new Error('no node');
  const members = names.map((name) => ({
    ...template,
    name,
    address: `${NETWORK}.${name.slice('etcd-'.length)}`,
    roles: ['etcd'] as const,
  }));
  const { endpoints: _endpoints, ...etcd } = cluster.spec.etcd;
  return { ...cluster, spec: { ...cluster.spec, etcd, nodes: [...cluster.spec.nodes, ...members] } };
}

const FOREIGN = { caFile: '/ca.crt', certificateFile: '/client.crt', key: { env: 'KEY' } };

async function machineOf(cluster: Cluster, name: string): Promise<EtcdMemberNode> {
  const node = etcdNodes(cluster).find((each) => each.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  const machine = machines.get(name) ?? new EtcdMemberNode(name, join(directory, 'etcd'));
  if (!machines.has(name)) await claimFence(machine, fence);
  machine.configure(renderEtcdEnv({ node, version: VERSION }));
  machines.set(name, machine);
  return machine;
}

/** What `driveMembers` needs of an activity; `onReport` may end the attempt as a dying worker does. */
function frameOf(cluster: Cluster, onReport: (line: string) => void = () => undefined): ActivityFrame {
  const { signal } = new AbortController();
  return {
    cluster,
    catalog: catalogWith({}),
    signal,
    abandoned: signal,
    heartbeat: { overcome: () => undefined } as unknown as ActivityFrame['heartbeat'],
    report: onReport,
    openSession: (name) => machineOf(cluster, name),
  };
}

const drive = (cluster: Cluster) => driveMembers(frameOf(cluster), fence);

async function votersOf(cluster: Cluster): Promise<string[]> {
  const looks = await lookAtAll(frameOf(cluster), etcdNodes(cluster));
  expect(looks.every(({ isHealthy }) => isHealthy)).toBe(true);
  const lists = looks.map(({ members = [] }) => members.map(({ name, isLearner }) => `${name}${isLearner ? '?' : ''}`));
  for (const list of lists) expect(list.toSorted()).toEqual(lists[0]?.toSorted());
  return lists[0]?.toSorted() ?? [];
}

function etcdctl(name: string, ...args: readonly string[]): string {
  const machine = machines.get(name);
  if (machine === undefined) throw new Error(`no machine ${name}`);
  const pki = machine.where('/etc/etcd/pki');
  const flags = [`--endpoints=https://${NETWORK}.${name.slice('etcd-'.length)}:2379`, `--cacert=${pki}/ca.crt`];
  const pair = [`--cert=${pki}/client.crt`, `--key=${pki}/client.key`];
  return execFileSync(join(directory, 'etcdctl'), [...flags, ...pair, ...args], { stdio: 'pipe' }).toString();
}

const idOf = (name: string, of: string) =>
  etcdctl(name, 'member', 'list')
    .split('\n')
    .find((line) => line.includes(` ${of},`))
    ?.split(',')[0];

function isAlone(name: string): boolean {
  try {
    etcdctl(name, 'member', 'list');
    return false;
  } catch {
    return true;
  }
}

const THREE = clusterOf('etcd-1', 'etcd-2', 'etcd-3');

test('three machines with nothing on them become an etcd whose clients and members show certificates', async () => {
  const done = await drive(THREE);
  expect(done.map((line) => line.split(' on ')[0])).toEqual([
    'make the CA of etcd',
    'copy the CA of etcd from etcd-1 to etcd-2, etcd-3',
    'make certificates for the members',
    'found etcd',
    'start etcd',
    'settle the members',
  ]);
  expect(await votersOf(THREE)).toEqual(['etcd-1', 'etcd-2', 'etcd-3']);
  expect(etcdctl('etcd-1', 'version')).toContain(VERSION);
  // By TLS 1.3 the refusal comes after the handshake, when curl may be writing already.
  const ask = (...pair: readonly string[]) =>
    execFileSync('curl', ['-ksS', '--tls-max', '1.2', ...pair, `https://${NETWORK}.1:2379/health`], { stdio: 'pipe' });
  const pki = machines.get('etcd-1')?.where('/etc/etcd/pki') ?? '';
  expect(() => ask()).toThrow(/alert handshake failure/);
  expect(ask('--cert', `${pki}/client.crt`, '--key', `${pki}/client.key`).toString()).toContain('"health":"true"');
  const key = machines.get('etcd-1')?.where('/etc/etcd/ca/ca.key') ?? '';
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(await drive(THREE)).toEqual([]);
});

test('it comes to the same end when every attempt dies at the move after the one before', async () => {
  for (let limit = 1; ; limit += 1) {
    let moves = 0;
    const frame = frameOf(THREE, () => {
      moves += 1;
      if (moves > limit) throw new Error('the worker died');
    });
    const ended = await driveMembers(frame, fence).then(
      () => true,
      () => false,
    );
    if (ended) break;
    expect(limit).toBeLessThan(30);
    for (const machine of machines.values()) machine.killAll();
  }
  expect(await votersOf(THREE)).toEqual(['etcd-1', 'etcd-2', 'etcd-3']);
});

test('members are added as learners, one after the other, and promoted', async () => {
  const five = clusterOf('etcd-1', 'etcd-2', 'etcd-3', 'etcd-4', 'etcd-5');
  await drive(THREE);
  etcdctl('etcd-1', 'put', 'kept', 'value');
  const done = await drive(five);
  expect(done.filter((line) => /^(?:add|promote)/.test(line))).toEqual([
    'add a learner for etcd-4',
    'promote the member etcd-4',
    'add a learner for etcd-5',
    'promote the member etcd-5',
  ]);
  expect(await votersOf(five)).toHaveLength(5);
  expect(etcdctl('etcd-5', 'get', 'kept')).toContain('value');
});

test.each(['etcd-1', 'etcd-3'])('the member of a lost machine is replaced: %s', async (lost) => {
  await drive(THREE);
  etcdctl('etcd-2', 'put', 'kept', 'value');
  const before = idOf('etcd-2', lost);
  await machines.get(lost)?.loseEverything();
  const done = await drive(THREE);
  expect(done).toContain(`remove the member ${lost}: the data of its machine is gone`);
  expect(await votersOf(THREE)).toEqual(['etcd-1', 'etcd-2', 'etcd-3']);
  expect(idOf('etcd-2', lost)).not.toBe(before);
  expect(etcdctl(lost, 'get', 'kept')).toContain('value');
});

test('members of one etcd tell one identity, and another etcd is none that an API server may go to', async () => {
  await drive(THREE);
  await drive(clusterOf('etcd-9'));
  const machine = machines.get('etcd-1');
  const urls = [...etcdNodes(THREE), ...etcdNodes(clusterOf('etcd-9'))].map(clientUrlOf);
  const [one = '', two = '', three = '', other = ''] = urls;
  if (machine === undefined) throw new Error('no machine etcd-1');
  const answers = await askEndpoints(machine, urls, undefined, ownAccess(one));
  const seen = answers.map(({ endpoint, status }) => {
    const clusterId = status?.header?.cluster_id;
    return { endpoint, ...(clusterId !== undefined && { clusterId }) };
  });
  expect(new Set(seen.slice(0, 3).map(({ clusterId }) => clusterId)).size).toBe(1);
  expect(seen[0]?.clusterId).toMatch(/^\d+$/);
  expect(refuseOtherEtcd([one, two], [one, three], seen)).toBeUndefined();
  // Its certificates are of another CA.
  expect(refuseOtherEtcd([one, two], [one, other], seen)).toMatchObject({ kind: 'silent' });
});

test('a stopped member is started and nothing else is done', async () => {
  await drive(THREE);
  await machines.get('etcd-2')?.kill();
  expect(await drive(THREE)).toEqual(['start etcd on etcd-2']);
});

test('where two of three have lost their data nothing is founded over what the third holds', async () => {
  await drive(THREE);
  await machines.get('etcd-1')?.loseEverything();
  await machines.get('etcd-2')?.loseEverything();
  // It takes a moment to notice that it is alone; who the members are it tells all the same.
  await pollUntil('the third has no quorum', 60_000, async () => isAlone('etcd-3'), Boolean);
  await expect(drive(THREE)).rejects.toThrow(
    /the data of etcd-1's member is gone, and it cannot be replaced now: etcd has no quorum: 0 of 3 members are healthy/,
  );
  expect(existsSync(machines.get('etcd-3')?.where('/var/lib/etcd/member') ?? '')).toBe(true);
  expect(existsSync(machines.get('etcd-1')?.where('/var/lib/etcd/member') ?? '')).toBe(false);
});
