import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLab, whyLabCannotRun } from '../../lab';
import type { RunStatus } from '../../src/client';
import { ClusterOracle } from './support/cluster-oracle';
import { Figures } from './support/figures';
import { pidOf } from './support/kill-worker';
import { createProduct, type Product } from './support/product';
import { TemporalEye } from './support/temporal-eye';
import { waitFor } from './support/wait';

/**
 * One machine and two Temporal services with workers of their own, each told to install the same cluster on it: two
 * laptops, of which the first is put to sleep in the middle of `kubeadm init`. The tests build on each other.
 */
const NODE = 'cp-1';
const HEARTBEAT_TIMEOUT_MS = 8_000;

/**
 * Everything that a run writes: the fence, operations, files, the units that were started, and what is in the cluster,
 * but for the smoke test, which is still being deleted when a run has ended.
 */
const WRITTEN = `
cat /var/lib/slipway/fence.json
find /var/lib/slipway /etc/kubernetes /etc/containerd /etc/sysctl.d /etc/systemd/system /var/lib/kubelet/config.yaml -printf '%p %y %s %T@\\n' | sort
journalctl --no-pager -o cat _PID=1 | grep '^Started slipway-op-' | sort
kubectl --kubeconfig /etc/kubernetes/admin.conf get daemonsets,deployments -A -o jsonpath='{range .items[*]}{.metadata.name} {.metadata.generation}{"\\n"}{end}' | grep -v '^slipway-smoke-test '
kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes -o jsonpath='{range .items[*]}{.metadata.labels}{"\\n"}{end}'`;

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

jest.setTimeout(300_000);

(obstacle === undefined ? describe : describe.skip)('two Temporal services that install the same cluster', () => {
  const lab = createLab({ name: 'e2e-second', controlPlanes: 1, workers: 0 });
  const oracle = new ClusterOracle(lab);
  const figures = new Figures('second-server');
  const scratch = mkdtempSync(join(tmpdir(), 'slipway-e2e-second-'));
  const file = join(scratch, 'cluster.yaml');
  const cautiousFile = join(scratch, 'cautious.yaml');
  const cluster = lab.name;
  const frozen = new Set<number>();
  let first: Product;
  let second: Product;
  let eye: TemporalEye;
  let installedBySecond: string;

  const signal = (what: 'SIGSTOP' | 'SIGCONT', pids: Iterable<number>) => {
    for (const pid of pids) {
      process.kill(pid, what);
      if (what === 'SIGSTOP') frozen.add(pid);
      else frozen.delete(pid);
    }
  };
  const pidsOf = async (product: Product) => (await product.localState()).workers.flatMap(({ pid }) => pid ?? []);
  const readFence = async () => (await lab.exec(NODE, ['cat', '/var/lib/slipway/fence.json'])).stdout;
  const readWritten = async () => (await lab.exec(NODE, ['sh', '-c', WRITTEN])).stdout;
  const statusOf = async (product: Product) =>
    JSON.parse((await product.run('status', cluster, '--output', 'json')).stdout) as RunStatus;

  /** The worker that holds the init while kubeadm runs on the machine. */
  const findInit = async (): Promise<number | undefined> => {
    const [running] = await eye.runningActivities('initControlPlane');
    if (running === undefined) return undefined;
    const { exitCode } = await lab.exec(NODE, ['pgrep', '-f', '^kubeadm init']);
    return exitCode === 0 ? pidOf(running.worker) : undefined;
  };

  beforeAll(async () => {
    await lab.down();
    for (const name of ['first', 'second']) mkdirSync(join(scratch, name));
    first = createProduct(join(scratch, 'first'));
    second = createProduct(join(scratch, 'second'));
    await lab.up();
    await first.succeed('dev', 'start');
    await second.succeed('dev', 'start');
    writeFileSync(file, await lab.clusterYaml(), { mode: 0o600 });
    const never = { spec: { approvals: { takeOver: 'never' } } };
    writeFileSync(cautiousFile, await lab.clusterYaml(never), { mode: 0o600 });
    eye = await TemporalEye.open((await first.localState()).service?.address ?? '');
  }, 900_000);

  afterAll(async () => {
    figures.write();
    signal('SIGCONT', [...frozen]);
    await eye?.close();
    await first?.stop();
    await second?.stop();
    await lab.down();
    rmSync(scratch, { recursive: true, force: true });
  }, 180_000);

  test('a worker that sleeps through its heartbeats in kubeadm init wakes up beside its retry, and init ran once', async () => {
    await first.succeed('install', file, '--detach');
    const zombie = await waitFor('kubeadm init runs', findInit, { timeoutMs: 240_000, everyMs: 100 });
    signal('SIGSTOP', [zombie]);
    const asleepSinceMs = Date.now();
    const retry = await waitFor(
      'the other worker takes over',
      async () => {
        const [running] = await eye.runningActivities('initControlPlane');
        return running !== undefined && pidOf(running.worker) !== zombie ? pidOf(running.worker) : undefined;
      },
      { timeoutMs: 60_000, everyMs: 100 },
    );
    const asleepMs = Date.now() - asleepSinceMs;
    figures.record('until the retry of a sleeping worker, seconds', Math.round(asleepMs / 100) / 10);
    expect(asleepMs).toBeGreaterThan(HEARTBEAT_TIMEOUT_MS - 2_000);
    signal('SIGCONT', [zombie]);
    await sleep(1_500);
    signal('SIGSTOP', [zombie, retry]);
    expect(new Set(await pidsOf(first))).toEqual(new Set([zombie, retry]));
    expect(await oracle.kubeadmUnits(NODE)).toEqual(['kubeadm-init']);
  });

  test('the second service is refused where the file says never to take over, and changes nothing', async () => {
    const before = await readFence();
    expect(JSON.parse(before)).toMatchObject({
      epoch: 1,
      released: false,
      holder: expect.stringMatching(new RegExp(`^default@[0-9a-f]{8}/slipway/${cluster}/`)),
    });
    const { holder } = JSON.parse(before) as { readonly holder: string };
    const refused = await second.run('install', cautiousFile);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`the node belongs to ${holder}`);
    expect(await readFence()).toBe(before);
  });

  test('else it asks, naming the run that holds the machine, and installs once that is approved', async () => {
    const { holder } = JSON.parse(await readFence()) as { readonly holder: string };
    const asked = await second.run('install', file, '--no-wait');
    expect([asked.exitCode, asked.stdout]).toEqual([4, expect.stringContaining(`take ${NODE} over from another run`)]);
    const { gates } = await statusOf(second);
    expect(gates).toMatchObject([{ kind: 'take-over', items: [{ node: NODE, items: [`held by ${holder}`] }] }]);
    await second.succeed('approve', cluster, '--digest', gates[0]?.digest ?? '');
    const { tookMs } = await second.succeed('watch', cluster);
    figures.record('from the approval to the end of the second run, seconds', Math.round(tookMs / 1000));
    installedBySecond = await readWritten();
    expect(await oracle.kubeadmUnits(NODE)).toEqual(['kubeadm-init']);
    expect((await oracle.nodes()).map(({ name, ready }) => [name, ready])).toEqual([[NODE, true]]);
    const fence = JSON.parse(await readFence()) as { readonly epoch: number; readonly holder: string };
    expect([fence.epoch, fence.holder === holder]).toEqual([2, false]);
  });

  test('the first service, awake again, writes nothing more and says which run has taken its place', async () => {
    const { holder } = JSON.parse(await readFence()) as { readonly holder: string };
    signal('SIGCONT', [...frozen]);
    const ended = await first.run('watch', cluster);
    expect([ended.exitCode, ended.stderr]).toEqual([1, expect.stringContaining(`(${holder}, epoch 2)`)]);
    const [run] = (await eye.histories()).filter(({ workflowId }) => workflowId === `slipway/${cluster}`);
    const failed = run?.history.events?.at(-1)?.workflowExecutionFailedEventAttributes?.failure;
    expect(failed?.applicationFailureInfo?.type ?? failed?.cause?.applicationFailureInfo?.type).toBe('SupersededByRun');
    expect(await readWritten()).toBe(installedBySecond);
  });

  test('afterwards the cluster is as the second service left it, and has nothing to do', async () => {
    expect((await second.succeed('plan', file)).stdout).toContain('Nothing to do on 1 node.');
    expect(await oracle.kubeadmUnits(NODE)).toEqual(['kubeadm-init']);
  });
});
