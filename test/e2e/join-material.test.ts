import { whyLabCannotRun } from '../../lab';
import type { InstallResult, RunStatus } from '../../src/client';
import { installWorkflowId } from '../../src/workflows/messages';
import { createBench, pollUntil } from './support/bench';
import { readResults } from './support/history';

/** Long enough for a join on a busy machine, short enough to be waited for. */
const TOKEN_TTL_SECONDS = 100;
const FIRST = 'cp-1';
const CUT_OFF = ['cp-2', 'cp-3', 'worker-1'];

jest.setTimeout(180_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('join material that expires while a run waits', () => {
  const bench = createBench({ name: 'e2e-join', controlPlanes: 3, workers: 1 });
  const kubectl = (...argv: readonly string[]) =>
    bench.stdoutOf(FIRST, 'kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', ...argv);
  /** Ids of the tokens that a node can join with; the one that kubeadm-certs hangs on is not among them. */
  const readTokens = async () => {
    const ofTokens = ['--field-selector', 'type=bootstrap.kubernetes.io/token'];
    const list = JSON.parse(await kubectl('-n', 'kube-system', 'get', 'secrets', ...ofTokens, '-o', 'json')) as {
      items: { metadata: { name: string }; data: Record<string, string> }[];
    };
    return list.items.filter(({ data }) => data['usage-bootstrap-authentication']).map(({ metadata }) => metadata.name);
  };
  const findCertificates = () =>
    kubectl('-n', 'kube-system', 'get', 'secret', 'kubeadm-certs', '--ignore-not-found', '-o', 'name');
  const lapse = lapTimer();

  beforeAll(async () => {
    await bench.up();
    const patience = { unreachableSeconds: 30 };
    await bench.want({ spec: { joinMaterial: { tokenTtlSeconds: TOKEN_TTL_SECONDS }, patience } });
    lapse('machines, Temporal and workers');
  }, 600_000);
  afterAll(() => bench.down(), 180_000);

  test('three nodes that are cut off during init park, and the run says how to go on', async () => {
    expect((await bench.run('install', bench.file, '--detach')).exitCode).toBe(0);
    await bench.awaitStatus('init runs', 400_000, ({ nodes }) => nodes[FIRST]?.phases.init === 'running');
    await Promise.all(CUT_OFF.map((node) => bench.lab.cutLink(node)));
    const parked = await bench.awaitStatus('all are parked', 400_000, areAllParked);
    expect(stateOf(parked, 'init')).toBe('done');
    const shown = await bench.run('status', bench.cluster);
    expect(shown.exitCode).toBe(4);
    for (const node of CUT_OFF) expect(shown.stdout).toContain(`  slipway retry ${bench.cluster} ${node}\n`);
    expect(shown.stdout).toContain(`  slipway skip ${bench.cluster} worker-1\n`);
    expect(shown.stdout).not.toContain(`  slipway skip ${bench.cluster} cp-2\n`);
    lapse('init, and three nodes parked');
  }, 900_000);

  test('their token expires, their certificates are gone, and the run waits on', async () => {
    const before = await readTokens();
    const left = await pollUntil(
      'tokens expire',
      (TOKEN_TTL_SECONDS + 60) * 1000,
      readTokens,
      (ids) => ids.length === 0,
    );
    expect(left).toEqual([]);
    process.stdout.write(`tokens that were waited for to expire: ${before.length}\n`);
    await kubectl('-n', 'kube-system', 'delete', 'secret', 'kubeadm-certs');
    expect(await findCertificates()).toBe('');
    expect((await bench.slipway.status(bench.cluster)).parked.map(({ node }) => node).toSorted()).toEqual(CUT_OFF);
    lapse('expiry');
  }, 400_000);

  test('once they are back, the joins succeed with material that is issued again', async () => {
    await Promise.all(CUT_OFF.map((node) => bench.lab.healLink(node)));
    for (const node of CUT_OFF) expect((await bench.run('retry', bench.cluster, node)).exitCode).toBe(0);
    const watched = await bench.run('watch', bench.cluster, '--no-wait');
    expect([watched.exitCode, watched.stderr]).toEqual([0, '']);
    const run = bench.temporal.workflow.getHandle<() => Promise<InstallResult>>(installWorkflowId(bench.cluster));
    const { outcome, etcd } = await run.result();
    expect([outcome, etcd?.healthy, etcd?.members.filter(({ isLearner }) => !isLearner).length]).toEqual([
      'installed',
      true,
      3,
    ]);
    const nodes = await kubectl('get', 'nodes', '--no-headers');
    expect(nodes.split('\n').map((line) => line.split(/ +/).slice(0, 2))).toEqual(
      [FIRST, ...CUT_OFF].map((node) => [node, 'Ready']),
    );
    expect([await findCertificates(), await readTokens()]).toEqual(['', []]);
    lapse('retry, joins, health and smoke test');
  }, 900_000);

  test('every node joined with a newer epoch than init’s, whose issue is told in the Web UI', async () => {
    const run = bench.temporal.workflow.getHandle(installWorkflowId(bench.cluster));
    const materials = readResults(await run.fetchHistory(), 'issueJoinMaterial');
    for (const node of CUT_OFF)
      expect(materials.findLast(({ sealed }) => sealed[node] !== undefined)?.epoch).toBeGreaterThanOrEqual(2);
    const issued = materials.filter((material) => material.issued);
    expect(issued).not.toEqual([]);
    const shown = await run.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    for (const { epoch } of issued)
      expect(shown.currentDetails).toContain(`join material of epoch ${epoch} from ${FIRST} was issued for `);
  });
});

const areAllParked = ({ parked, phases }: RunStatus): boolean =>
  CUT_OFF.every((node) => parked.some((entry) => entry.node === node)) &&
  phases.some(({ name, state }) => name === 'cni' && state === 'done');

function stateOf({ phases }: RunStatus, phase: string): string | undefined {
  return phases.find(({ name }) => name === phase)?.state;
}

/** Prints how long it is since the last lap. */
function lapTimer(): (what: string) => void {
  let lastMs = Date.now();
  return (what) => {
    process.stdout.write(`${what}: ${Math.round((Date.now() - lastMs) / 1000)} s\n`);
    lastMs = Date.now();
  };
}
