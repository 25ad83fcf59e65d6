import type { ClusterFileOptions } from '../../../lab';
import { pollUntil, type Bench } from './bench';
import { KUBECTL } from './cluster-oracle';
import type { Figures } from './figures';

const PORT = 8080;

/** A pod on every node, with an address of its own. */
const WORKLOAD = (image: string) => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 1
      tolerations: [{ operator: Exists }]
      containers: [{ name: web, image: "${image}", args: [netexec, "--http-port=${PORT}"] }]
`;

interface PodView {
  readonly name: string;
  readonly node: string;
  readonly ip: string;
}

/** What is on a node of a pod network: its interfaces, configuration, and chains and sets of the packet filter. */
const TRACES = `
ip -o link | sed 's/^[0-9]*: //; s/[:@].*//' | grep -E '^(cni0|flannel|cali|vxlan[.]calico)'
ls /etc/cni/net.d
{ iptables-legacy-save; iptables-nft-save; ip6tables-legacy-save; ip6tables-nft-save; } 2>/dev/null |
  grep -oE '^:(FLANNEL|CNI|cali)-' | sort -u
true`;

/** A pod network on flannel's ground, whatever its backend. */
export const FLANNEL_TRACES = ['cni0', '10-flannel.conflist'];

export const flannel = (backend: string): ClusterFileOptions => ({ cni: 'flannel', spec: { cni: { backend } } });

/** The pod network of a cluster that is switched, as its pods, its nodes and whoever approves see it. */
export interface SwitchedNetwork {
  kubectl(...argv: readonly string[]): Promise<string>;
  tracesOf(node: string): Promise<string[]>;
  /** A cluster with a pod on every node; they reach each other, and every node reaches them. */
  install(options: ClusterFileOptions): Promise<void>;
  /** The gate says what is lost, and nothing is until it is approved; the pods reach each other afterwards. */
  switchTo(options: ClusterFileOptions, title: string): Promise<void>;
  /** The API server runs since the install, and another one has nothing to do. */
  expectNothingToDo(): Promise<void>;
}

export function switchedNetwork(bench: Bench, nodes: readonly string[], figures: Figures): SwitchedNetwork {
  let apiServer: string;
  const kubectl = async (...argv: readonly string[]) => {
    const { exitCode, stdout, stderr } = await bench.lab.exec('cp-1', [...KUBECTL, ...argv]);
    if (exitCode !== 0) throw new Error(`kubectl ${argv.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const apiServerOf = () => bench.stdoutOf('cp-1', 'pidof', 'kube-apiserver');
  const tracesOf = async (node: string) => (await bench.stdoutOf(node, 'sh', '-c', TRACES)).split('\n');
  const podsOf = async (): Promise<PodView[]> => {
    const path = '{range .items[*]}{.metadata.name} {.spec.nodeName} {.status.podIP}{"\\n"}{end}';
    const text = await kubectl('get', 'pods', '-l', 'app=web', '-o', `jsonpath=${path}`);
    return text.split('\n').map((line) => {
      const [name = '', node = '', ip = ''] = line.split(' ');
      return { name, node, ip };
    });
  };
  /** Who is not reached by whom: every pod asks every other one, which is on another node, and every node asks every pod. */
  const brokenWays = async () => {
    const pods = await podsOf();
    const asked = pods.flatMap((from) =>
      pods.flatMap(({ name, node, ip }) => {
        const connect = [...KUBECTL, 'exec', from.name, '--', '/agnhost', 'connect', `${ip}:${PORT}`, '--timeout=3s'];
        const curl = ['curl', '-fsS', '--max-time', '5', `http://${ip}:${PORT}/hostname`];
        return [
          ...(node === from.node ? [] : [{ way: `${from.name} to ${name}`, machine: 'cp-1', argv: connect, says: '' }]),
          { way: `${from.node} to ${name}`, machine: from.node, argv: curl, says: name },
        ];
      }),
    );
    const answers = await Promise.all(
      asked.map(async ({ way, machine, argv, says }) => {
        const { exitCode, stdout, stderr } = await bench.lab.exec(machine, argv);
        return exitCode === 0 && stdout.trim() === says ? [] : [`${way}: ${stdout}${stderr}`];
      }),
    );
    return { found: pods.map(({ node }) => node).toSorted(), broken: answers.flat() };
  };
  const expectPodsReachEachOther = async () => {
    await pollUntil('every pod reaches every other', 120_000, brokenWays, ({ found, broken }) => {
      return found.join() === nodes.join() && broken.length === 0;
    });
  };

  const switchTo = async (options: ClusterFileOptions, title: string) => {
    await bench.want(options);
    const planned = await bench.run('plan', bench.file);
    expect(planned.exitCode).toBe(3);
    expect(planned.stdout).toContain(`pod network: would be switched ${title}, once approved`);
    const before = await podsOf();
    const stopped = await bench.run('install', bench.file, '--no-wait');
    expect([stopped.exitCode, stopped.stderr]).toEqual([4, expect.stringContaining('slipway watch')]);
    const { gates } = await bench.slipway.status(bench.cluster);
    expect(gates).toMatchObject([{ kind: 'pod-network', title: expect.stringContaining(title) }]);
    expect(await podsOf()).toEqual(before);
    const startedMs = Date.now();
    const approved = await bench.run('approve', bench.cluster, '--digest', gates[0]?.digest ?? '');
    expect([approved.exitCode, approved.stderr]).toEqual([0, '']);
    const watched = await bench.run('watch', bench.cluster);
    expect([watched.exitCode, watched.stderr]).toEqual([0, '']);
    figures.record(`switch ${title}, seconds from the approval`, Math.round((Date.now() - startedMs) / 1000));
    await expectPodsReachEachOther();
  };

  const startWorkload = async () => {
    const images = await bench.stdoutOf('cp-1', 'ctr', '-n', 'k8s.io', 'images', 'ls', '-q');
    const input = WORKLOAD(/\S*agnhost\S*/.exec(images)?.[0] ?? '');
    await bench.lab.exec('cp-1', [...KUBECTL, 'apply', '-f', '-'], { input });
    await kubectl('rollout', 'status', 'daemonset/web', '--timeout=120s');
  };

  const install = async (options: ClusterFileOptions) => {
    await bench.want(options);
    const installed = await bench.run('install', bench.file);
    expect([installed.exitCode, installed.stderr]).toEqual([0, '']);
    await startWorkload();
    await expectPodsReachEachOther();
    apiServer = await apiServerOf();
  };

  const expectNothingToDo = async () => {
    expect(await apiServerOf()).toBe(apiServer);
    const again = await bench.run('install', bench.file, '--output', 'json');
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('"nothing-to-do"')]);
  };

  return { kubectl, tracesOf, install, switchTo, expectNothingToDo };
}
