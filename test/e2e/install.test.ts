import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { createLab, whyLabCannotRun } from '../../lab';
import type { InstallResult } from '../../src';
import { replayHistories } from '../fakes/histories';
import { ALLOWED_PLACES } from './support/allowed-places';
import { type Canaries, collectCanaries, encodings } from './support/canaries';
import { ClusterOracle } from './support/cluster-oracle';
import { Figures } from './support/figures';
import { installKubectl, measureSilence } from './support/host-kubectl';
import { type Killed, killWorkerDuring, type Moment, pidOf } from './support/kill-worker';
import { type Sample, type Sampler, startSampler } from './support/process-sampler';
import { createProduct, type Product } from './support/product';
import { searchDirectory, searchMachine } from './support/scan';
import { type RunHistory, TemporalEye } from './support/temporal-eye';
import { waitFor } from './support/wait';

/**
 * One install of five machines by the command line, with two workers killed on the way; then everything that can be
 * seen from outside. The tests build on each other.
 */
const MINUTE_MS = 60_000;
const VERSION = 'v1.34.4';
const CONTROL_PLANES = ['cp-1', 'cp-2', 'cp-3'] as const;
const MACHINES = [...CONTROL_PLANES, 'worker-1', 'worker-2'] as const;
const INIT: Moment = {
  activity: 'initControlPlane',
  nodes: ['cp-1'],
  kubeadm: '^kubeadm init',
  unit: 'kubeadm-init',
  afterFile: '/etc/kubernetes/manifests/kube-apiserver.yaml',
};
const JOIN: Moment = {
  activity: 'joinEtcdMember',
  nodes: ['cp-2', 'cp-3'],
  kubeadm: '^kubeadm join',
  unit: 'kubeadm-join-etcd',
};

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stdout.write(`\n!!! NO INSTALL IS TESTED: ${obstacle}\n\n`);
const inLab = obstacle === undefined ? test : test.skip;

const scratch = mkdtempSync(join(tmpdir(), 'slipway-e2e-'));
const clusterFile = join(scratch, 'cluster.yaml');
const lab = createLab({ name: 'e2e', controlPlanes: 3, workers: 2, kubernetesVersion: VERSION });
const oracle = new ClusterOracle(lab);
const figures = new Figures('install');
const killed: Killed[] = [];
let product: Product;
let eye: TemporalEye | undefined;
let sampler: Sampler | undefined;
let histories: readonly RunHistory[] = [];
let samples: ReadonlyMap<string, Sample> = new Map();

beforeAll(async () => {
  if (obstacle !== undefined) return;
  await lab.down();
  const startedAtMs = Date.now();
  await lab.up();
  figures.record('lab up, seconds', seconds(Date.now() - startedAtMs));
  writeFileSync(clusterFile, await lab.clusterYaml(), { mode: 0o600 });
  product = createProduct(scratch);
  await product.succeed('dev', 'start');
  eye = await TemporalEye.open((await product.localState()).service?.address ?? '');
}, 40 * MINUTE_MS);

afterAll(async () => {
  figures.write();
  await eye?.close();
  await product?.stop();
  if (obstacle === undefined) await lab.down();
  rmSync(scratch, { recursive: true, force: true });
}, 5 * MINUTE_MS);

inLab(
  'an install goes on to its end though a worker dies in kubeadm init, and another in a join',
  async () => {
    sampler = await startSampler(lab);
    const installing = product.succeed('install', clusterFile, '--output', 'json');
    for (const moment of [INIT, JOIN])
      killed.push(await Promise.race([killWorkerDuring(lab, opened(), moment), endedEarly(installing, moment)]));
    const { stdout, tookMs } = await installing;
    samples = await sampler.stop();
    for (const { node, moment, atMs } of killed)
      expect(await oracle.unitEndedAtMs(node, moment.unit)).toBeGreaterThan(atMs);
    const result = resultOf(stdout);
    expect(result.outcome).toBe('installed');
    figures.record('install with two dead workers, seconds', seconds(tookMs));
    for (const { name, tookMs: phaseMs } of result.phases) figures.record(`phase ${name}, seconds`, seconds(phaseMs));
  },
  25 * MINUTE_MS,
);

inLab('another worker takes over within 20 seconds of each death', async () => {
  expect(new Set(killed.map(({ pid }) => pid)).size).toBe(2);
  for (const { activity, node, pid, atMs } of killed) {
    const last = await opened().lastAttempt(activity);
    expect(last.attempt).toBeGreaterThanOrEqual(2);
    expect(pidOf(last.worker)).not.toBe(pid);
    const tookMs = last.startedAtMs - atMs;
    figures.record(`take-over of ${activity.type} on ${node}, seconds`, seconds(tookMs));
    expect(tookMs).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(20_000);
  }
});

inLab('kubeadm was started exactly once for each part of each node', async () => {
  const parts = ['kubeadm-join-etcd', 'kubeadm-join-finish', 'kubeadm-join-prepare'];
  const wanted = { 'cp-1': ['kubeadm-init'], 'cp-2': parts, 'cp-3': parts };
  const workers = { 'worker-1': ['kubeadm-join'], 'worker-2': ['kubeadm-join'] };
  const units = await Promise.all(MACHINES.map(async (name) => [name, await oracle.kubeadmUnits(name)] as const));
  expect(Object.fromEntries(units)).toEqual({ ...wanted, ...workers });
  const runs = MACHINES.map((name) => [name, countKubeadmRuns(samples.get(name))] as const);
  expect(Object.fromEntries(runs)).toEqual({
    'cp-1': { init: 1, join: 0 },
    'cp-2': { init: 0, join: 3 },
    'cp-3': { init: 0, join: 3 },
    'worker-1': { init: 0, join: 1 },
    'worker-2': { init: 0, join: 1 },
  });
});

inLab(
  'kubectl and etcdctl on the machines see one healthy cluster of five',
  async () => {
    const nodes = await oracle.nodes();
    expect(nodes.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(
      MACHINES.map((name) => ({ name, ready: true, version: VERSION })),
    );
    const addresses = (await lab.machines())
      .filter(({ role }) => role === 'control-plane')
      .map(({ address }) => address);
    const etcd = await oracle.etcd('cp-1', addresses);
    expect(etcd).toMatchObject({ voters: [...CONTROL_PLANES], learners: [] });
    expect(etcd.hashes).toHaveLength(3);
    expect(new Set(etcd.hashes).size).toBe(1);
    const uids = await Promise.all(CONTROL_PLANES.map((name) => oracle.clusterUid(name)));
    expect(uids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(uids).size).toBe(1);
    const fingerprints = await Promise.all(MACHINES.map((name) => oracle.caFingerprint(name)));
    expect(fingerprints[0]).toMatch(/=([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(new Set(fingerprints).size).toBe(1);
  },
  MINUTE_MS,
);

inLab(
  'a second install finds nothing to do, in one round trip per node',
  async () => {
    const { stdout, tookMs } = await product.succeed('install', clusterFile, '--output', 'json');
    const result = resultOf(stdout);
    expect(result.outcome).toBe('nothing-to-do');
    expect(result.nodes.flatMap(({ changedSteps }) => changedSteps)).toEqual([]);
    expect(result.roundTrips).toEqual(Object.fromEntries(MACHINES.map((name) => [name, 1])));
    figures.record('second install, seconds', seconds(tookMs));
    const plan = await product.succeed('plan', clusterFile);
    figures.record('plan of the installed cluster, seconds', seconds(plan.tookMs));
  },
  5 * MINUTE_MS,
);

inLab(
  'every history of these runs replays',
  async () => {
    histories = await opened().histories();
    expect(histories.length).toBeGreaterThan(6);
    expect(await replayHistories(histories)).toEqual([]);
  },
  MINUTE_MS,
);

inLab(
  'no secret is found on the host, in histories, database, logs, or in what processes show',
  async () => {
    const canaries = await collectCanaries(lab, samples);
    mkdirSync(join(product.stateDirectory, 'histories'));
    for (const { runId, history } of histories)
      writeFileSync(join(product.stateDirectory, 'histories', `${runId}.json`), historyToJSON(history));
    const shown = [...samples].flatMap(([, { argv, environ }]) => [...argv, ...environ]);
    writeFileSync(join(product.stateDirectory, 'processes.txt'), shown.join('\n'));
    expect(countKinds(canaries)).toMatchObject({
      'bootstrap token': true,
      'certificate key': true,
      'sudo password': true,
      'private key of the SSH user': true,
      'private key of cp-1 /etc/kubernetes/admin.conf': true,
    });
    expect(nameHits(await searchDirectory(product.stateDirectory, canaries.keys()), canaries)).toEqual([]);

    const [{ address } = { address: '' }] = await lab.machines();
    const seen = (await searchDirectory(product.stateDirectory, encodings(address, 1))).map(({ path }) => path);
    expect(seen.filter((path) => path.includes('/histories/')).length).toBeGreaterThan(0);
    expect(seen).toContainEqual(expect.stringMatching(/temporal\.sqlite(-wal)?$/));
    expect(seen).toContainEqual(expect.stringMatching(/processes\.txt$/));
  },
  5 * MINUTE_MS,
);

inLab(
  'no secret is found on the disks of the machines but where its owner keeps it',
  async () => {
    const canaries = await collectCanaries(lab, samples);
    for (const { path, why } of ALLOWED_PLACES) process.stdout.write(`[install] allowed ${path.source}: ${why}\n`);
    const isAllowed = (file: string) => ALLOWED_PLACES.some(({ path }) => path.test(file));
    const found = await Promise.all(
      MACHINES.map(async (machine) => ({ machine, hits: await searchMachine(lab, machine, canaries.keys()) })),
    );
    for (const { machine, hits } of found) {
      // What is at home somewhere is found there: the search works.
      expect(hits.map(({ path }) => path)).toContainEqual(expect.stringMatching(/^\/var\/lib\/kubelet\/pki\/.*\.pem$/));
      const strays = hits.filter(({ path }) => !isAllowed(path));
      expect({ machine, strays: nameHits(strays, canaries) }).toEqual({ machine, strays: [] });
    }
  },
  10 * MINUTE_MS,
);

inLab(
  'the kubeconfig answers within 10 seconds of the end of the init node, which then comes back',
  async () => {
    const config = join(scratch, 'kubeconfig');
    await product.succeed('kubeconfig', clusterFile, '--out', config);
    const kubectl = (await installKubectl(lab, scratch, VERSION))(config);
    const server = await kubectl('config', 'view', '-o', 'jsonpath={.clusters[0].cluster.server}');
    const virtualAddress = /^https:\/\/([\d.]+):8443$/.exec(server.stdout)?.[1] ?? '';
    expect(await kubectl('get', 'nodes')).toMatchObject({ exitCode: 0 });
    const held = await oracle.holdsAddress('cp-1', virtualAddress);
    figures.record('virtual address before the power cut', held ? 'on the init node' : 'on another node');

    const cutAtMs = Date.now();
    await lab.powerCut('cp-1');
    const silentMs = await measureSilence(kubectl, cutAtMs, 60_000);
    figures.record('fail-over, seconds', seconds(silentMs));
    expect(silentMs).toBeLessThan(10_000);

    const bootedAtMs = Date.now();
    await lab.boot('cp-1');
    const isBack = async () => {
      const node = (await oracle.nodes('cp-2')).find(({ name }) => name === 'cp-1');
      const renewedAtMs = await oracle.lastRenewal('cp-1', 'cp-2');
      return node?.ready === true && renewedAtMs > bootedAtMs ? true : undefined;
    };
    await waitFor('cp-1 ready again', isBack, { timeoutMs: 5 * MINUTE_MS, everyMs: 1000 });
    figures.record('power on to Ready, seconds', seconds(Date.now() - bootedAtMs));
  },
  10 * MINUTE_MS,
);

/** Rejects when the install ends before the moment has come. */
async function endedEarly(installing: Promise<unknown>, { activity }: Moment): Promise<never> {
  await installing;
  throw new Error(`the install ended before a worker was killed in ${activity}`);
}

function opened(): TemporalEye {
  if (eye === undefined) throw new Error('there is no Temporal service to look into');
  return eye;
}

function resultOf(stdout: string): InstallResult {
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly kind: string; result: InstallResult };
  if (last.kind !== 'result') throw new Error(`the last line is no result: ${last.kind}`);
  return last.result;
}

function countKubeadmRuns(sample: Sample | undefined): { readonly init: number; readonly join: number } {
  const whole = (sample?.kubeadm ?? [])
    .map((line) => line.split(' '))
    .flatMap((argv) => (argv[2] === 'phase' ? [] : [argv[1]]));
  const count = (command: string) => whole.filter((verb) => verb === command).length;
  return { init: count('init'), join: count('join') };
}

function countKinds(canaries: Canaries): Readonly<Record<string, true>> {
  return Object.fromEntries([...canaries.values()].map((kind) => [kind, true]));
}

/** Files and kinds of secrets, without the secrets. */
function nameHits(hits: readonly { readonly path: string; readonly text: string }[], canaries: Canaries): string[] {
  return hits.map(({ path, text }) => `${path}: ${canaries.get(text) ?? 'a secret'}`);
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
