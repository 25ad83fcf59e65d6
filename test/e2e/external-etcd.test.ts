import { whyLabCannotRun } from '../../lab';
import type { InstallResult } from '../../src/client';
import type { HealthReport } from '../../src/workflows/messages';
import { createBench } from './support/bench';
import { KUBECTL } from './support/cluster-oracle';
import { Figures } from './support/figures';

/**
 * A control plane and a worker whose etcd runs on three machines of its own: installed, asked, bereft of a machine, and
 * bereft of a member by a reset. The tests build on each other.
 */
const MEMBERS = ['etcd-1', 'etcd-2', 'etcd-3'];
const ASK = ['-w', 'table'];

jest.setTimeout(900_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a cluster with an external etcd', () => {
  const bench = createBench({ name: 'e2e-external-etcd', controlPlanes: 1, workers: 1, etcdMembers: 3 });
  const figures = new Figures('external-etcd');

  beforeAll(async () => {
    await bench.up();
  }, 900_000);
  afterAll(async () => {
    figures.write();
    await bench.down();
  }, 180_000);

  const install = async (what: string): Promise<InstallResult> => {
    const { exitCode, stdout, stderr, tookMs } = await bench.run('install', bench.file, '--output', 'json');
    expect([exitCode, stderr]).toEqual([0, '']);
    figures.record(`${what}, seconds`, Math.round(tookMs / 1000));
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly result: InstallResult };
    return last.result;
  };
  const health = async (): Promise<HealthReport> =>
    JSON.parse((await bench.run('health', bench.file, '--output', 'json')).stdout) as HealthReport;
  const idOf = async (name: string) =>
    (await health()).etcd?.members.find((member) => member.name === name)?.id ?? 'no member';

  test('it is installed, and every member is asked with a certificate', async () => {
    const { outcome, etcd, nodes } = await install('install of 1 + 1 with 3 members');
    expect(outcome).toBe('installed');
    expect(etcd?.members.map(({ name }) => name).toSorted()).toEqual(MEMBERS);
    expect(nodes.filter(({ membership }) => membership === 'etcd').map(({ name }) => name)).toEqual(MEMBERS);
    const ready = await bench.stdoutOf('cp-1', ...KUBECTL, 'get', 'nodes', '--output', 'name');
    expect(ready.split('\n').toSorted()).toEqual(['node/cp-1', 'node/worker-1']);
    const pods = await bench.stdoutOf('cp-1', ...KUBECTL, '-n', 'kube-system', 'get', 'pods', '--output', 'name');
    expect(pods).not.toContain('pod/etcd-');
  });

  test('the guide’s own checks pass on a member', async () => {
    const healthy = await bench.stdoutOf('etcd-1', 'etcdctl', 'endpoint', 'health', ...ASK);
    expect(healthy.match(/\| +true \|/g)).toHaveLength(3);
    const status = await bench.stdoutOf('etcd-1', 'etcdctl', 'endpoint', 'status', ...ASK);
    expect(status.match(/ true \|/g)).toHaveLength(1);
  });

  test('a second install changes nothing', async () => {
    expect((await install('no-op')).outcome).toBe('nothing-to-do');
  });

  test('the member of a lost machine is replaced, that of the first one too', async () => {
    for (const lost of ['etcd-1', 'etcd-2']) {
      const before = await idOf(lost);
      await bench.lab.rebuild(lost);
      await install(`replacing the member of ${lost}`);
      const after = await health();
      expect(after.problems).toEqual([]);
      expect(after.etcd?.members.map(({ name }) => name).toSorted()).toEqual(MEMBERS);
      expect(await idOf(lost)).not.toBe(before);
    }
  });

  test('a member leaves by a reset of its node, and comes back by an install', async () => {
    const plan = await bench.run('reset', bench.file, '--node', 'etcd-3', '--plan-only', '--output', 'json');
    const { digest } = JSON.parse(plan.stdout) as { digest: string };
    const reset = await bench.run('reset', bench.file, '--node', 'etcd-3', '--approve-plan', digest);
    expect([reset.exitCode, reset.stderr]).toEqual([0, '']);
    expect((await health()).etcd?.members).toHaveLength(2);
    expect(await bench.stdoutOf('etcd-3', 'sh', '-c', 'ls -d /etc/etcd /var/lib/etcd 2>/dev/null; true')).toBe('');
    await install('adding a member');
    expect((await health()).etcd?.members).toHaveLength(3);
  });
});
