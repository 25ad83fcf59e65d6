import { waitFor } from '../../e2e/support/wait';
import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';
import { FIRST, SETTLE_MS, kubernetesNodes } from './cluster';

/** What must hold on one node: undefined while it does not, or not yet. */
type Look = (bench: FaultBench, node: string) => Promise<string | undefined>;

interface Fact {
  readonly title: string;
  readonly look: Look;
}

const STRUCK = 'worker-1';
const WIDE_PORTS = ['10250/tcp', '10256/tcp', '30000-32767/tcp', '30000-32767/udp', '8472/udp'];
const CONTROL_PLANE_PORTS = ['123/udp', '2379-2380/tcp', '6443/tcp'];
/** Nothing of the cluster uses it, and something listens there. */
const CLOSED_PORT = 9_999;
/** What preflight takes for something that chrony mends; etcd and leases would suffer from it. */
const BEHIND_SECONDS = 100;
const MODULES = ['br_netfilter', 'overlay', 'ip_vs', 'ip_vs_rr', 'ip_vs_wrr', 'ip_vs_sh', 'nf_conntrack', 'vxlan'];

const swapIsOff: Fact = {
  title: 'swap, on at the start, is off, and fstab turns none on, though the swap file is still there',
  async look(bench, node) {
    const said = await bench.onMachine(
      node,
      "tail -n +2 /proc/swaps; grep -E '^[^#]+[[:space:]]swap[[:space:]]' /etc/fstab || true; ls /swapfile",
    );
    return said === '/swapfile' ? 'off' : undefined;
  },
};

const modulesAreLoaded: Fact = {
  title: `the modules ${MODULES.join(', ')} are loaded`,
  async look(bench, node) {
    const loaded = new Set((await bench.onMachine(node, 'cut -d " " -f 1 /proc/modules')).split('\n'));
    return MODULES.every((module) => loaded.has(module)) ? `${MODULES.length} modules` : undefined;
  },
};

const ipvsServes: Fact = {
  title: '`ipvsadm -Ln` has the API’s Service, and behind it the control plane',
  async look(bench, node) {
    const services = (await bench.onMachine(node, 'ipvsadm -Ln'))
      .split('\n')
      .slice(3)
      .join('\n')
      .split(/^TCP {2}/m);
    const { address = '' } = kubernetesNodes(bench).find(({ name }) => name === FIRST) ?? {};
    const api = services.find((service) => service.startsWith('10.96.0.1:443 '));
    return api?.includes(`-> ${address}:6443 `) === true ? `${services.length - 1} virtual servers` : undefined;
  },
};

const firewallIsExact: Fact = {
  title: 'firewalld runs with the ports of the node’s roles, now and at boot, and no other',
  async look(bench, node) {
    // Not asked by its name, the default zone comes with a remark of several lines that others are in use.
    const wanted = node === FIRST ? [...WIDE_PORTS, ...CONTROL_PLANE_PORTS] : WIDE_PORTS;
    const script =
      'systemctl is-active firewalld; firewall-cmd --zone=public --list-ports; firewall-cmd --permanent --zone=public --list-ports; firewall-cmd --zone=trusted --list-sources';
    const [state, now = '', atBoot = '', trusted] = (await bench.onMachine(node, script)).split('\n');
    const isExact = (list: string) => list.split(' ').toSorted().join() === wanted.toSorted().join();
    const holds = state === 'active' && isExact(now) && isExact(atBoot) && trusted === '10.244.0.0/16';
    return holds ? `${wanted.length} of them` : undefined;
  },
};

/** The API server's clock is the reference, since what it signs is valid from then on. */
const clockFollows: Check = {
  title: `the clock of ${STRUCK}, ${BEHIND_SECONDS} s behind at the start, is in step: ${FIRST} serves the time`,
  async run(bench) {
    const { address = '' } = kubernetesNodes(bench).find(({ name }) => name === FIRST) ?? {};
    const sources = await bench.onMachine(STRUCK, 'chronyc -n sources');
    if (!sources.includes(`^* ${address} `)) throw new Error(sources);
    const readClock = async (node: string) => Number(await bench.onMachine(node, 'date +%s%3N'));
    const before = await readClock(FIRST);
    const between = await readClock(STRUCK);
    const after = await readClock(FIRST);
    const apartMs = Math.max(before - between, between - after, 0);
    if (apartMs > 1_000) throw new Error(`${apartMs} ms apart`);
    return `by ${address}, ${apartMs === 0 ? 'no difference to be seen' : `${apartMs} ms apart`}`;
  },
};

const FACTS = [swapIsOff, modulesAreLoaded, ipvsServes, firewallIsExact];

async function awaitFact(bench: FaultBench, { title, look }: Fact, node: string): Promise<string> {
  return waitFor(`${node}: ${title}`, () => look(bench, node), { timeoutMs: SETTLE_MS, everyMs: 5_000 });
}

const onEveryNode = (fact: Fact): Check => ({
  title: fact.title,
  async run(bench) {
    const seen: string[] = [];
    for (const { name } of kubernetesNodes(bench)) seen.push(`${await awaitFact(bench, fact, name)} on ${name}`);
    return seen.join(', ');
  },
});

/** The kubelet's slice is systemd's own, in the one tree that there is. */
const cgroupsAreUnified: Check = {
  title: 'every node has cgroup v2 alone, and systemd’s slice of the kubelet’s pods is in it',
  async run(bench) {
    for (const { name } of kubernetesNodes(bench)) {
      const said = await bench.onMachine(name, 'stat -fc %T /sys/fs/cgroup; ls -d /sys/fs/cgroup/kubepods.slice');
      if (said !== 'cgroup2fs\n/sys/fs/cgroup/kubepods.slice') throw new Error(`${name}: ${said}`);
    }
    return 'cgroup2fs';
  },
};

const foreignPortIsClosed: Check = {
  title: 'a port that nobody asked for stays closed to the other node, beside one that is open',
  async run(bench) {
    const { address = '' } = kubernetesNodes(bench).find(({ name }) => name === STRUCK) ?? {};
    await bench.onMachine(STRUCK, `systemd-run --collect --unit=listener nc -k -l -p ${CLOSED_PORT}`);
    const knock = async (port: number) =>
      (await bench.lab.exec(FIRST, ['nc', '-z', '-w', '5', address, String(port)])).exitCode === 0;
    const own = await bench.lab.exec(STRUCK, ['nc', '-z', '-w', '5', address, String(CLOSED_PORT)]);
    const [open, closed] = [await knock(10_250), await knock(CLOSED_PORT)];
    await bench.onMachine(STRUCK, 'systemctl stop listener');
    if (own.exitCode !== 0 || !open || closed)
      throw new Error(`${CLOSED_PORT}: ${closed}, 10250: ${open}, ${CLOSED_PORT} from itself: ${own.exitCode}`);
    return `10250 answers ${FIRST}, ${CLOSED_PORT} does not`;
  },
};

const holdsAfterPowerCut: Check = {
  title: `all of it holds again on ${STRUCK} after a power cut and a boot`,
  async run(bench) {
    const readBootId = () => bench.onMachine(STRUCK, 'cat /proc/sys/kernel/random/boot_id');
    const before = await readBootId();
    await bench.lab.powerCut(STRUCK);
    await bench.lab.boot(STRUCK);
    if ((await readBootId()) === before) throw new Error(`${STRUCK} has not booted`);
    const seen: string[] = [];
    for (const fact of FACTS) seen.push(await awaitFact(bench, fact, STRUCK));
    return seen.join(', ');
  },
};

/** Machines are what a server is before anybody has prepared it, one with a wrong clock. Throws where they are not. */
export async function findUnprepared(bench: Pick<FaultBench, 'lab' | 'onMachine'>): Promise<void> {
  for (const { name } of await bench.lab.machines()) {
    const said = await bench.onMachine(name, 'tail -n +2 /proc/swaps | cut -d " " -f 1; systemctl is-active firewalld');
    if (said !== '/swapfile\nactive') throw new Error(`${name} should have swap on and firewalld running: ${said}`);
  }
  await bench.onMachine(STRUCK, `date -s @$(($(date +%s) - ${BEHIND_SECONDS}))`);
}

export const ownKernelHolds: readonly Check[] = [
  cgroupsAreUnified,
  ...FACTS.map(onEveryNode),
  clockFollows,
  foreignPortIsClosed,
  holdsAfterPowerCut,
];
