import { whyLabCannotRun } from '../../lab';
import type { InstallResult, RunStatus } from '../../src/client';
import { approveSignal, installWorkflowId } from '../../src/workflows/messages';
import { createBench } from './support/bench';
import { differences, listFiles } from './support/listing';

const NODE = 'cp-1';
const WRONG_DIGEST = '0'.repeat(64);

/** What is left of a cluster that died half-way: certificates that nobody can read, etcd's data, no kubelet. */
const PLANT = `
mkdir -p /etc/kubernetes/manifests /etc/kubernetes/pki /var/lib/etcd/member/snap /var/lib/kubelet /etc/cni/net.d
for manifest in kube-apiserver etcd own-static-pod; do echo 'kind: Pod' >/etc/kubernetes/manifests/$manifest.yaml; done
for file in ca.crt ca.key; do printf -- '-----BEGIN X-----\\nb2xk\\n-----END X-----\\n' >/etc/kubernetes/pki/$file; done
echo 'kind: Config' >/etc/kubernetes/admin.conf
echo 'kind: KubeletConfiguration' >/var/lib/kubelet/config.yaml
echo '{}' >/etc/cni/net.d/10-old.conflist
head -c 4096 /dev/urandom >/var/lib/etcd/member/snap/db
echo kept >/etc/kubernetes-unrelated`;

/** All of it, word for word, and nothing else. */
const ITEMS = [
  '/etc/kubernetes/pki (1 certificate or key pair)',
  '/etc/kubernetes/admin.conf',
  '/etc/kubernetes/manifests/etcd.yaml',
  '/etc/kubernetes/manifests/kube-apiserver.yaml',
  '/etc/kubernetes/manifests/own-static-pod.yaml',
  '/var/lib/kubelet',
  '/var/lib/etcd (not running)',
  '/etc/cni/net.d/10-old.conflist',
];

jest.setTimeout(180_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a machine that an earlier cluster has left things on', () => {
  const bench = createBench({ name: 'e2e-gate', controlPlanes: 1, workers: 0 });
  const digestOf = async () => (await bench.slipway.status(bench.cluster)).gates[0]?.digest ?? 'no gate is open';
  let planted: string;

  beforeAll(async () => {
    await bench.up();
    await bench.stdoutOf(NODE, 'sh', '-euc', PLANT);
    planted = await listFiles(bench.lab, NODE);
  }, 600_000);
  afterAll(() => bench.down(), 180_000);

  const expectUntouched = async () => {
    expect(planted).toContain('/var/lib/etcd/member/snap/db f ');
    expect(differences(planted, await listFiles(bench.lab, NODE))).toEqual([]);
  };

  test('stops an install at a gate that names every item, and says in a sentence how to answer', async () => {
    const ended = await bench.run('install', bench.file, '--no-wait');
    expect([ended.exitCode, ended.stdout]).toEqual([4, expect.stringContaining('Approval needed')]);
    for (const item of ITEMS) expect(ended.stdout).toContain(`  ${NODE}: ${item}\n`);
    const status = await bench.slipway.status(bench.cluster);
    const { digest } = status.gates[0] ?? { digest: '' };
    expect(status).toMatchObject({
      health: 'waiting',
      gates: [{ kind: 'wipe', items: [{ node: NODE, items: ITEMS }] }],
      waitsFor: expect.stringContaining(`slipway approve ${bench.cluster} --digest ${digest}`),
    });
    const shown = await bench.run('status', bench.cluster);
    expect([shown.exitCode, shown.stdout]).toEqual([4, expect.stringContaining(`--digest ${digest}`)]);
    await expectUntouched();
  });

  test('can be planned while the gate is open: what would be wiped is in the plan', async () => {
    const { exitCode, stdout } = await bench.run('plan', bench.file);
    expect(exitCode).toBe(3);
    for (const item of ITEMS) expect(stdout).toContain(`${NODE}: would wipe ${item}, once approved`);
    await expectUntouched();
  });

  test('an approval of another plan is refused, and the gate stays open', async () => {
    const digest = await digestOf();
    const refused = await bench.run('approve', bench.cluster, '--digest', WRONG_DIGEST);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`digest ${WRONG_DIGEST} is not that of the plan at the gate, ${digest}`);
    expect(await digestOf()).toBe(digest);
    await expectUntouched();
  });

  test('a rejection ends the run cleanly, with nothing changed', async () => {
    const rejected = await bench.run('reject', bench.cluster, '--digest', await digestOf(), '--why', 'not mine');
    expect([rejected.exitCode, rejected.stderr]).toEqual([0, '']);
    const watched = await bench.run('watch', bench.cluster);
    expect([watched.exitCode, watched.stdout]).toEqual([1, expect.stringContaining('rejected: nothing was changed')]);
    const run = await bench.temporal.workflow.getHandle(installWorkflowId(bench.cluster)).describe();
    expect(run.status.name).toBe('COMPLETED');
    await expectUntouched();
  });

  test('is wiped and installed once that very plan is approved, here by the signal as from the Web UI', async () => {
    const startedAtMs = Date.now();
    expect((await bench.run('install', bench.file, '--no-wait')).exitCode).toBe(4);
    const run = bench.temporal.workflow.getHandle<() => Promise<InstallResult>>(installWorkflowId(bench.cluster));
    await run.signal(approveSignal, { digest: WRONG_DIGEST, who: 'a stranger' });
    const noted = await bench.awaitStatus(
      'the wrong signal is noted',
      20_000,
      hasNotice('signal approve was not taken'),
    );
    expect(noted.gates).toHaveLength(1);
    await expectUntouched();
    await run.signal(approveSignal, { digest: await digestOf(), who: 'ops', why: 'the old one is gone' });
    const watched = await bench.run('watch', bench.cluster);
    expect([watched.exitCode, watched.stderr]).toEqual([0, '']);
    expect(await run.result()).toMatchObject({
      outcome: 'installed',
      nodes: [{ name: NODE, membership: 'init' }],
      etcd: { healthy: true },
    });
    expect(hasNotice('approved by ops: the old one is gone')(await bench.slipway.status(bench.cluster))).toBe(true);
    process.stdout.write(`from the second install to its end: ${Math.round((Date.now() - startedAtMs) / 1000)} s\n`);
  }, 900_000);

  test('is a Ready node on which nothing is left of the earlier cluster, and what is not Kubernetes’ still is', async () => {
    const nodes = await bench.stdoutOf(NODE, 'kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', 'get', 'nodes');
    expect(nodes).toMatch(/^cp-1 +Ready +control-plane .* v1\.34\.4$/m);
    const left = await bench.stdoutOf(
      NODE,
      'find',
      '/etc/kubernetes',
      '/etc/cni',
      '-name',
      '*old*',
      '-o',
      '-name',
      '*own-static*',
    );
    expect(left).toBe('');
    expect(await bench.stdoutOf(NODE, 'cat', '/etc/kubernetes-unrelated')).toBe('kept');
  });

  test('afterwards a plan has nothing to do, and neither has an install', async () => {
    const plan = await bench.run('plan', bench.file);
    expect([plan.exitCode, plan.stdout]).toEqual([0, expect.stringContaining('Nothing to do on 1 node.')]);
    const install = await bench.run('install', bench.file);
    expect([install.exitCode, install.stdout]).toEqual([0, expect.stringContaining('nothing to do')]);
    process.stdout.write(`plan with nothing to do: ${plan.tookMs} ms, install: ${install.tookMs} ms\n`);
  });
});

function hasNotice(text: string): (status: RunStatus) => boolean {
  return ({ notices = [] }) => notices.some((notice) => notice.text.includes(text));
}
