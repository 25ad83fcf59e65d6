import { whyLabCannotRun } from '../../lab';
import type { InstallResult, ResetPlan, ResetResult, RunResult } from '../../src/client';
import { createBench } from './support/bench';
import { ClusterOracle, KUBECTL } from './support/cluster-oracle';
import { Figures } from './support/figures';
import { compareStates, type MachineState, readMachineState } from './support/machine-state';
import { STAYS } from './support/stays';
import { watchEndpoint } from './support/watch-endpoint';

/**
 * One cluster that grows from 1 + 1 to 3 + 2 nodes, loses a worker and its first control plane, gets them back, and is
 * reset as a whole. The tests build on each other.
 */
const FIRST = 'cp-1';
const WORKER = 'worker-1';
const PLANES = ['cp-1', 'cp-2', 'cp-3'];
const MACHINES = [...PLANES, WORKER, 'worker-2'];
const LOAD_BALANCER = { loadBalancer: 'keepalived-haproxy' } as const;

/** A way in that a careful administrator keeps open, in a table of their own and in iptables. */
const OWN_RULES = `
nft add table inet own; nft 'add chain inet own input { type filter hook input priority 10; policy accept; }'
nft add rule inet own input tcp dport 22 accept
iptables -N SSH-GUARD; iptables -A SSH-GUARD -j ACCEPT; iptables -A INPUT -p tcp --dport 22 -j SSH-GUARD`;

/** Two pods of a Deployment that may lose one at a time, and one that nothing makes again. */
const WORKLOAD = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: web, image: "${image}", args: [pause] }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 1, selector: { matchLabels: { app: web } } }
---
apiVersion: v1
kind: Pod
metadata: { name: bare }
spec:
  nodeName: ${WORKER}
  terminationGracePeriodSeconds: 1
  containers: [{ name: bare, image: "${image}", args: [pause] }]
`;

jest.setTimeout(600_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a cluster that changes', () => {
  const bench = createBench({ name: 'e2e-change', controlPlanes: 3, workers: 2 });
  const oracle = new ClusterOracle(bench.lab);
  const figures = new Figures('change');
  const fresh = new Map<string, MachineState>();

  beforeAll(async () => {
    await bench.up();
    const look = async (machine: string) => {
      await bench.stdoutOf(machine, 'sh', '-c', OWN_RULES);
      fresh.set(machine, await readMachineState(bench.lab, machine));
    };
    await Promise.all(MACHINES.map(look));
  }, 600_000);
  afterAll(async () => {
    figures.write();
    await bench.down();
  }, 180_000);

  const kubectl = (from: string, ...argv: readonly string[]) => bench.stdoutOf(from, ...KUBECTL, ...argv);
  const install = async (what: string): Promise<InstallResult> => {
    const { exitCode, stdout, stderr, tookMs } = await bench.run('install', bench.file, '--output', 'json');
    expect([exitCode, stderr]).toEqual([0, '']);
    figures.record(`${what}, seconds`, Math.round(tookMs / 1000));
    return lastResult(stdout) as InstallResult;
  };
  const expectClean = async (...machines: readonly string[]) => {
    const compare = async (machine: string) => {
      const before = fresh.get(machine);
      if (before === undefined) throw new Error(`nobody looked at ${machine} before`);
      const { strays, allowed } = compareStates(before, await readMachineState(bench.lab, machine), STAYS);
      for (const [why, count] of allowed) process.stdout.write(`[change] ${machine} keeps ${count} entries: ${why}\n`);
      return { machine, strays };
    };
    const compared = await Promise.all(machines.map(compare));
    expect(compared.filter(({ strays }) => strays.length > 0)).toEqual([]);
  };
  const addressOf = async (machine: string) =>
    (await bench.lab.machines()).find(({ name }) => name === machine)?.address ?? '';
  const membersOf = async (from: string, planes: readonly string[]) =>
    oracle.etcd(from, await Promise.all(planes.map(addressOf)));
  /** The main process of each unit and its start time: a reload keeps both. */
  const processesOf = (machine: string, units: readonly string[]) =>
    bench.stdoutOf(machine, 'systemctl', 'show', '-p', 'Id,MainPID,ExecMainStartTimestampMonotonic', ...units);
  /** Every state that keepalived has entered: a move of the endpoint's address is one more. */
  const keepalivedStatesOf = (machine: string) =>
    bench.stdoutOf(machine, 'sh', '-c', `journalctl -u keepalived -o cat | grep -o 'Entering [A-Z]* STATE'`);
  const OLD_UNITS = {
    [FIRST]: ['haproxy', 'keepalived', 'kubelet', 'containerd'],
    [WORKER]: ['kubelet', 'containerd'],
  };
  const containersOf = (machine: string, name: string) =>
    bench.stdoutOf(machine, 'sh', '-c', `ps -eo pid,lstart,comm | grep -E '${name}$' | sort`);

  test('starts with one control plane and one worker', async () => {
    await bench.want({ ...LOAD_BALANCER, nodes: [FIRST, WORKER] });
    expect(await install('first install of 1 + 1 nodes')).toMatchObject({
      outcome: 'installed',
      etcd: { healthy: true },
    });
    const image =
      (await bench.stdoutOf(FIRST, 'ctr', '-n', 'k8s.io', 'images', 'ls', '-q')).match(/\S*agnhost\S*/)?.[0] ?? '';
    await bench.lab.exec(FIRST, [...KUBECTL, 'apply', '-f', '-'], { input: WORKLOAD(image) });
    await kubectl(FIRST, 'wait', '--for=condition=Ready', 'pod/bare', '--timeout=60s');
  });

  test('a plan with three nodes more changes only the lists of peers on the nodes that are there', async () => {
    await bench.want(LOAD_BALANCER);
    const { exitCode, stdout } = await bench.run('plan', bench.file);
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('4 of 5 nodes would change.')]);
    expect(stdout).toContain(`\n${FIRST}: install-load-balancer\n`);
    expect(stdout).toContain(`\n${WORKER}: nothing to do\n`);
    const [, own = ''] = /\ncp-1: install-load-balancer\n([\s\S]*?)\n\ncp-2: join/.exec(stdout) ?? [];
    expect(
      own
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /^[-+][^-+]/.test(line)),
    ).toEqual([
      `+    server cp-2 ${await addressOf('cp-2')}:6443 check check-ssl verify none`,
      `+    server cp-3 ${await addressOf('cp-3')}:6443 check check-ssl verify none`,
      '-        127.0.0.1',
      `+        ${await addressOf('cp-2')}`,
      `+        ${await addressOf('cp-3')}`,
    ]);
  });

  test('grows to 3 + 2 without a restart on the nodes that are there, and its endpoint goes on answering', async () => {
    const look = async () => ({
      [FIRST]: await processesOf(FIRST, OLD_UNITS[FIRST] ?? []),
      [WORKER]: await processesOf(WORKER, OLD_UNITS[WORKER] ?? []),
      apiServer: await containersOf(FIRST, 'kube-apiserver'),
      etcd: await containersOf(FIRST, 'etcd'),
      keepalived: await keepalivedStatesOf(FIRST),
    });
    const before = await look();
    expect(before[FIRST]).toMatch(/MainPID=[1-9]/);
    expect(before.keepalived).toBe('Entering BACKUP STATE\nEntering MASTER STATE');
    const endpoint = watchEndpoint(`${(await addressOf(FIRST)).replace(/\d+$/, '100')}:8443`);
    const result = await install('growth to 3 + 2 nodes');
    const { longestGapMs } = await endpoint.stop();
    figures.record('longest silence of the endpoint while the cluster grew, ms', longestGapMs);
    expect(result.nodes.map(({ name, membership }) => `${name} ${membership}`)).toEqual([
      'cp-1 none',
      'cp-2 join',
      'cp-3 join',
      'worker-1 none',
      'worker-2 join',
    ]);
    expect(result.nodes.find(({ name }) => name === FIRST)?.changedSteps).toEqual(['install-load-balancer']);
    expect(await look()).toEqual(before);
    expect((await oracle.nodes()).filter(({ ready }) => ready)).toHaveLength(5);
    expect(await membersOf(FIRST, PLANES)).toMatchObject({ voters: PLANES, learners: [] });
    expect(longestGapMs).toBeLessThan(5000);
  });

  test('keeps a worker that has left the file, and says how to take it out', async () => {
    await bench.want({ ...LOAD_BALANCER, nodes: [...PLANES, WORKER] });
    const { exitCode, stdout } = await bench.run('plan', bench.file);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('worker-2 is a Node of the cluster and not in the file: it stays as it is');
    expect(stdout).toContain('slipway reset --node worker-2');
    await bench.want(LOAD_BALANCER);
  });

  test('loses a worker once its reset is approved, and has moved its pods before', async () => {
    const asked = await bench.run('reset', bench.file, '--node', WORKER, '--no-wait');
    expect([asked.exitCode, asked.stdout]).toEqual([
      4,
      expect.stringContaining(`take ${WORKER} out of e2e-change and reset it`),
    ]);
    for (const item of [
      'pod default/bare, which nothing makes again',
      'interface cni0',
      '/var/lib/kubelet',
      `Node ${WORKER} of cluster e2e-change`,
    ])
      expect(asked.stdout).toContain(`  ${WORKER}: ${item}\n`);
    for (const item of ['every container of Kubernetes (', 'iptables chains and rules of Kubernetes ('])
      expect(asked.stdout).toContain(`  ${WORKER}: ${item}`);
    expect((await oracle.nodes()).map(({ name }) => name)).toContain(WORKER);
    const { gates } = await bench.slipway.status(bench.cluster);
    expect((await bench.run('install', bench.file)).stderr).toContain('e2e-change is being reset: wait for that run');
    expect((await bench.run('approve', bench.cluster, '--digest', gates[0]?.digest ?? '')).exitCode).toBe(0);
    const watched = await bench.run('watch', bench.cluster, '--output', 'json');
    expect(watched.exitCode).toBe(0);
    expect(lastResult(watched.stdout) as ResetResult).toMatchObject({ outcome: 'reset', nodes: [{ name: WORKER }] });
    figures.record('reset of a worker, seconds', Math.round(watched.tookMs / 1000));
    expect((await oracle.nodes()).map(({ name }) => name).toSorted()).toEqual([...PLANES, 'worker-2']);
    await kubectl(FIRST, 'wait', '--for=condition=Available', 'deployment/web', '--timeout=60s');
    await expectClean(WORKER);
  });

  test('loses its first control plane: the others go on, without a restart, and stop naming it', async () => {
    const shown = await bench.run('reset', bench.file, '--node', FIRST, '--plan-only', '--output', 'json');
    expect(shown.exitCode).toBe(3);
    const { digest, nodes } = JSON.parse(shown.stdout) as ResetPlan;
    expect(nodes[0]?.losses).toContainEqual(expect.stringMatching(/^etcd member cp-1 \([0-9a-f]+\)$/));
    const peers = ['cp-2', 'cp-3'];
    const look = () => Promise.all(peers.map((peer) => processesOf(peer, OLD_UNITS[FIRST] ?? [])));
    const before = await look();
    const endpoint = watchEndpoint(`${(await addressOf(FIRST)).replace(/\d+$/, '100')}:8443`);
    const reset = await bench.run('reset', bench.file, '--node', FIRST, '--approve-plan', digest, '--output', 'json');
    const { longestGapMs } = await endpoint.stop();
    figures.record('reset of the first control plane, seconds', Math.round(reset.tookMs / 1000));
    figures.record('longest silence of the endpoint meanwhile, ms', longestGapMs);
    expect([reset.exitCode, reset.stderr]).toEqual([0, '']);
    expect(lastResult(reset.stdout) as ResetResult).toMatchObject({ outcome: 'reset', etcd: { healthy: true } });
    expect(await membersOf('cp-2', peers)).toMatchObject({ voters: peers, learners: [] });
    expect((await oracle.nodes('cp-2')).map(({ name, ready }) => `${name} ${ready}`).toSorted()).toEqual([
      'cp-2 true',
      'cp-3 true',
      'worker-2 true',
    ]);
    expect(await look()).toEqual(before);
    const address = (await addressOf(FIRST)).replaceAll('.', String.raw`\.`);
    for (const peer of peers)
      expect(
        await bench.stdoutOf(
          peer,
          'grep',
          '-lE',
          `(^|[^0-9])${address}([^0-9]|$)`,
          '/etc/haproxy/haproxy.cfg',
          '/etc/keepalived/keepalived.conf',
        ),
      ).toBe('');
    await expectClean(FIRST);
  });

  test('gets both back by an install of the same file', async () => {
    const uid = await oracle.clusterUid('cp-2');
    const result = await install('install of the two that were reset');
    expect(result.nodes.map(({ name, membership }) => `${name} ${membership}`)).toEqual([
      'cp-1 join',
      'cp-2 none',
      'cp-3 none',
      'worker-1 join',
      'worker-2 none',
    ]);
    expect(await oracle.clusterUid(FIRST)).toBe(uid);
    expect((await oracle.nodes()).filter(({ ready }) => ready)).toHaveLength(5);
    expect(await membersOf(FIRST, PLANES)).toMatchObject({ voters: PLANES, learners: [] });
    const plan = await bench.run('plan', bench.file);
    expect([plan.exitCode, plan.stdout]).toEqual([0, expect.stringContaining('Nothing to do on 5 nodes.')]);
  });

  test('is gone as a whole after one approval: every machine is as it was, but for what stays on purpose', async () => {
    const shown = await bench.run('reset', bench.file, '--plan-only', '--output', 'json');
    const { digest, scope } = JSON.parse(shown.stdout) as ResetPlan;
    expect(scope).toBe('cluster');
    const reset = await bench.run('reset', bench.file, '--approve-plan', digest, '--output', 'json');
    figures.record('reset of the whole cluster, seconds', Math.round(reset.tookMs / 1000));
    expect([reset.exitCode, reset.stderr]).toEqual([0, '']);
    expect(
      (lastResult(reset.stdout) as ResetResult).nodes.map(({ name, left }) => `${name} ${left ?? 'reset'}`).toSorted(),
    ).toEqual(MACHINES.map((name) => `${name} reset`));
    await expectClean(...MACHINES);
    const again = await bench.run('reset', bench.file);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('nothing to do')]);
  });
});

function lastResult(stdout: string): RunResult {
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
    readonly kind: string;
    readonly result: RunResult;
  };
  if (last.kind !== 'result') throw new Error(`the last line is no result: ${last.kind}`);
  return last.result;
}
