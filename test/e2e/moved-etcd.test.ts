import { whyLabCannotRun } from '../../lab';
import type { InstallResult, ResetPlan } from '../../src/client';
import { createBench } from './support/bench';
import { KUBECTL } from './support/cluster-oracle';
import { Figures } from './support/figures';
import { watchEndpoint } from './support/watch-endpoint';

/**
 * Two control planes behind a VIP whose etcd runs on three machines, one of which is given up for a fourth at another
 * address: the API servers go with it, one after the other. The tests build on each other.
 */
const PLANES = ['cp-1', 'cp-2'];
const BEFORE = ['etcd-1', 'etcd-2', 'etcd-3'];
const AFTER = ['etcd-1', 'etcd-2', 'etcd-4'];
/** An election of etcd, and what the VIP and its health checks need. */
const LONGEST_GAP_MS = 15_000;

jest.setTimeout(900_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a cluster whose etcd moves to another machine', () => {
  const bench = createBench({ name: 'e2e-moved-etcd', controlPlanes: 2, workers: 1, etcdMembers: 4 });
  const figures = new Figures('moved-etcd');
  let restarted: Record<string, string> = {};

  beforeAll(async () => {
    await bench.up();
    await want(BEFORE);
  }, 900_000);
  afterAll(async () => {
    figures.write();
    await bench.down();
  }, 180_000);

  const want = (members: readonly string[]) => bench.want({ nodes: [...PLANES, 'worker-1', ...members] });
  const install = async (what: string): Promise<InstallResult> => {
    const { exitCode, stdout, stderr, tookMs } = await bench.run('install', bench.file, '--output', 'json');
    expect([exitCode, stderr]).toEqual([0, '']);
    figures.record(`${what}, seconds`, Math.round(tookMs / 1000));
    return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly result: InstallResult }).result;
  };
  const urlsOf = async (members: readonly string[]) => {
    const machines = await bench.lab.machines();
    return members.map((name) => `https://${machines.find((machine) => machine.name === name)?.address}:2379`);
  };
  /** Of the process that runs, whatever its manifest says. */
  const serversOf = async (plane: string) => {
    const args = await bench.stdoutOf(plane, 'ps', '-C', 'kube-apiserver', '-ww', '-o', 'args=');
    return /--etcd-servers=(\S+)/.exec(args)?.[1]?.split(',');
  };
  const startOf = (plane: string) => bench.stdoutOf(plane, 'sh', '-c', 'stat -c %Y /proc/$(pidof kube-apiserver)');
  const told = async () => {
    const path = 'jsonpath={.data.ClusterConfiguration}';
    const flags = ['-n', 'kube-system', 'get', 'configmap', 'kubeadm-config', '-o', path];
    const text = await bench.stdoutOf('cp-1', ...KUBECTL, ...flags);
    return [...text.matchAll(/^ *- (https:\S+)$/gm)].map(([, url]) => url);
  };

  test('it is installed with three members', async () => {
    expect((await install('install of 2 + 1 with 3 members')).outcome).toBe('installed');
    for (const plane of PLANES) expect(await serversOf(plane)).toEqual(await urlsOf(BEFORE));
    expect(await told()).toEqual(await urlsOf(BEFORE));
  });

  test('a member leaves, and the API servers bear it', async () => {
    const shown = await bench.run('reset', bench.file, '--node', 'etcd-3', '--plan-only', '--output', 'json');
    const { digest } = JSON.parse(shown.stdout) as ResetPlan;
    const reset = await bench.run('reset', bench.file, '--node', 'etcd-3', '--approve-plan', digest);
    expect([reset.exitCode, reset.stderr]).toEqual([0, '']);
    for (const plane of PLANES) expect(await serversOf(plane)).toEqual(await urlsOf(BEFORE));
  });

  test('with another in its place, a plan names the API servers that would restart, and touches none', async () => {
    await want(AFTER);
    const { stdout } = await bench.run('plan', bench.file);
    expect(stdout).toContain('API servers: cp-1, cp-2 would restart, one after the other');
    for (const plane of PLANES) expect(await serversOf(plane)).toEqual(await urlsOf(BEFORE));
  });

  test('an install adds it, and every API server asks it, one after the other behind the VIP', async () => {
    const [endpoint = ''] = /[\d.]+:8443/.exec(await bench.lab.clusterYaml()) ?? [];
    const watch = watchEndpoint(endpoint);
    const { outcome, etcd } = await install('a member on another machine, and API servers that ask it');
    const { longestGapMs } = await watch.stop();
    figures.record('longest time in which the VIP did not answer, ms', longestGapMs);
    expect(outcome).toBe('installed');
    expect(etcd?.members.map(({ name }) => name).toSorted()).toEqual(AFTER);
    for (const plane of PLANES) expect(await serversOf(plane)).toEqual(await urlsOf(AFTER));
    expect(await told()).toEqual(await urlsOf(AFTER));
    expect(longestGapMs).toBeLessThan(LONGEST_GAP_MS);
    restarted = Object.fromEntries(
      await Promise.all(PLANES.map(async (plane) => [plane, await startOf(plane)] as const)),
    );
    figures.record(
      'seconds between the starts of the API servers',
      Number(restarted['cp-2']) - Number(restarted['cp-1']),
    );
    expect(restarted['cp-1']).not.toBe(restarted['cp-2']);
  });

  test('a second install changes nothing, and restarts no API server', async () => {
    expect((await install('no-op')).outcome).toBe('nothing-to-do');
    for (const plane of PLANES) expect(await startOf(plane)).toBe(restarted[plane]);
  });

  test('the cluster writes with a member of old lost, through those that are left', async () => {
    // Two of three are left, one of them the new one.
    await bench.lab.powerCut('etcd-1');
    const made = await bench.lab.exec('cp-1', [...KUBECTL, 'create', 'configmap', 'after-the-move']);
    expect([made.exitCode, made.stderr]).toEqual([0, '']);
  });
});
