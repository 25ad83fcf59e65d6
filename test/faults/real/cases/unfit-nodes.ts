import { RunFailed } from '../../../../src';
import { pollUntil } from '../../../e2e/support/bench';
import { differences, listFiles } from '../../../e2e/support/listing';
import type { FaultCase } from '../case';

const TIMEOUT_MS = 5 * 60_000;

/** Finding -> machine, what plants it and what cures it. */
const UNFIT = {
  'disk-low': {
    machine: 'worker-1',
    plant: 'mkdir -p /var/lib/containerd && mount -t tmpfs -o size=64m tmpfs /var/lib/containerd',
    cure: 'umount /var/lib/containerd',
  },
  'disk-read-only': {
    machine: 'cp-1',
    plant:
      'mkdir -p /etc/kubernetes && mount --bind /etc/kubernetes /etc/kubernetes && mount -o remount,ro,bind /etc/kubernetes',
    cure: 'umount /etc/kubernetes',
  },
  'port-taken': {
    machine: 'cp-1',
    plant: 'systemd-run --unit=squatter nc -lk 6443 && sleep 1',
    cure: 'systemctl stop squatter',
  },
  'port-blocked': {
    machine: 'worker-1',
    plant: 'iptables -A INPUT -p tcp --dport 10250 -j DROP',
    cure: 'iptables -D INPUT -p tcp --dport 10250 -j DROP',
  },
  'machine-id-duplicate': {
    machine: 'worker-1',
    plant: 'cp /etc/machine-id /root/own-machine-id',
    cure: 'cp /root/own-machine-id /etc/machine-id && rm /root/own-machine-id',
  },
} as const;

const beforehand: FaultCase = {
  id: 'H2-named-by-preflight',
  fault: 'H2',
  title: `preflight names ${Object.keys(UNFIT).join(', ')} and changes nothing; once they are cured, the install goes on`,
  controlPlanes: 1,
  workers: 1,
  startState: 'fresh',
  async run(bench) {
    await bench.employ();
    const wanted = await bench.want();
    for (const { machine, plant } of Object.values(UNFIT)) await bench.onMachine(machine, plant);
    const id = await bench.onMachine('cp-1', 'cat /etc/machine-id');
    await bench.onMachine('worker-1', `echo ${id} >/etc/machine-id`);
    const machines = ['cp-1', 'worker-1'];
    const before = await Promise.all(machines.map((machine) => listFiles(bench.lab, machine)));
    const refused = await bench.install(wanted).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(refused instanceof RunFailed)) throw new Error('nothing was found on machines that are not fit');
    const found = new Set<string>(refused.findings.map((finding) => finding.id));
    const missed = Object.keys(UNFIT).filter((finding) => !found.has(finding));
    if (missed.length > 0) throw new Error(`preflight did not name ${missed.join(', ')}`);
    const after = await Promise.all(machines.map((machine) => listFiles(bench.lab, machine)));
    const changed = before.flatMap((listing, index) => differences(listing, after[index] ?? ''));
    if (changed.length > 0) throw new Error(`preflight has changed ${changed.slice(0, 5).join(', ')}`);
    for (const { machine, cure } of Object.values(UNFIT)) await bench.onMachine(machine, cure);
    await bench.install(wanted);
    return { points: Object.keys(UNFIT), recoveriesMs: [] };
  },
};

/** Machine -> the port of it that no other control plane reaches. */
const BLOCKED = { 'cp-2': 2380, 'cp-3': 6443 } as const;

const betweenControlPlanes: FaultCase = {
  id: 'H2-blocked-between-control-planes',
  fault: 'H2',
  title: `a firewall drops ${Object.entries(BLOCKED)
    .map(([machine, port]) => `${port} of ${machine}`)
    .join(' and ')}: preflight names both ways from every other control plane; once it is open, the install goes on`,
  controlPlanes: 3,
  workers: 0,
  startState: 'fresh',
  async run(bench) {
    await bench.employ();
    const wanted = await bench.want();
    const ways = Object.entries(BLOCKED);
    const rule = (port: number) => `INPUT -p tcp --dport ${port} -j DROP`;
    for (const [machine, port] of ways) await bench.onMachine(machine, `iptables -A ${rule(port)}`);
    const refused = await bench.install(wanted).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(refused instanceof RunFailed))
      throw new Error('nothing was found between control planes that are kept apart');
    const nodes = wanted.cluster.spec.nodes.map(({ name }) => name);
    const expected = ways.flatMap(([machine, port]) =>
      nodes.filter((node) => node !== machine).map((node) => `${node}: TCP ${port} of ${machine} cannot be reached`),
    );
    const found = refused.findings.map(({ node, message }) => `${node}: ${message}`);
    const missed = expected.filter((each) => !found.some((finding) => finding.startsWith(each)));
    if (missed.length > 0) throw new Error(`preflight did not name ${missed.join('; ')}; it named ${found.join('; ')}`);
    for (const [machine, port] of ways) await bench.onMachine(machine, `iptables -D ${rule(port)}`);
    await bench.install(wanted);
    return { points: expected, recoveriesMs: [] };
  },
};

const HELD = 'initControlPlane';

/** It becomes read-only only after preflight has looked. */
const underway: FaultCase = {
  id: 'H2-read-only-in-init',
  fault: 'H2',
  title: '/etc/kubernetes becomes read-only just before init: the branch parks with the cause, and a retry goes on',
  controlPlanes: 1,
  workers: 0,
  startState: 'prepared',
  async run(bench) {
    await bench.employ({ moment: 'held', activities: [HELD] });
    const wanted = await bench.want({ spec: { patience: { apiServerSeconds: 20 } } });
    const installing = bench.install(wanted, { allows: () => true });
    installing.catch(() => undefined);
    await bench.awaitHeld(1);
    await bench.onMachine('cp-1', UNFIT['disk-read-only'].plant);
    bench.notebook.release();
    const { slipway } = bench.temporal;
    const isParked = ({ parked }: { parked: readonly unknown[] }) => parked.length > 0;
    const { parked } = await pollUntil('init parks', TIMEOUT_MS, () => slipway.status(bench.clusterName), isParked);
    const cause = parked[0]?.cause ?? '';
    if (!/read-only/i.test(cause)) throw new Error(`the cause does not say read-only: ${cause}`);
    await bench.onMachine('cp-1', UNFIT['disk-read-only'].cure);
    const curedAtMs = Date.now();
    await slipway.retry(bench.clusterName, { node: parked[0]?.node ?? '', who: 'test' });
    await installing;
    const done = bench.notebook.read().find(({ what, activity }) => what === 'ended' && activity === HELD);
    return { points: ['read-only in init'], recoveriesMs: [(done?.atMs ?? curedAtMs) - curedAtMs] };
  },
};

export const unfitNodeCases: readonly FaultCase[] = [beforehand, betweenControlPlanes, underway];
