import { type ClusterFileOptions, whyLabCannotRun } from '../../lab';
import { createBench, pollUntil } from './support/bench';
import { KUBECTL } from './support/cluster-oracle';
import { Figures } from './support/figures';

/** One cluster whose pod network is switched: to another backend, to other networks, and back. The tests build on each other. */
const NODES = ['cp-1', 'worker-1'];
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

jest.setTimeout(600_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a cluster that gets another pod network', () => {
  const bench = createBench({
    name: 'e2e-pod-network',
    controlPlanes: 1,
    workers: 1,
    kubernetesVersion: 'v1.29.6',
    cni: 'calico',
  });
  const figures = new Figures('pod-network');
  let apiServer: string;

  beforeAll(() => bench.up(), 900_000);
  afterAll(async () => {
    figures.write();
    await bench.down();
  }, 180_000);

  const flannel = (backend: string): ClusterFileOptions => ({ cni: 'flannel', spec: { cni: { backend } } });
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
    return { nodes: pods.map(({ node }) => node).toSorted(), broken: answers.flat() };
  };
  const expectPodsReachEachOther = () =>
    pollUntil('every pod reaches every other', 120_000, brokenWays, ({ nodes, broken }) => {
      return nodes.join() === NODES.join() && broken.length === 0;
    });

  /** Installs the file as it is now: the gate says what is lost, and nothing is until it is approved. */
  const switchTo = async (title: string) => {
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
  };

  test('is installed with flannel by VXLAN', async () => {
    await bench.want(flannel('vxlan'));
    const installed = await bench.run('install', bench.file);
    expect([installed.exitCode, installed.stderr]).toEqual([0, '']);
    const images = await bench.stdoutOf('cp-1', 'ctr', '-n', 'k8s.io', 'images', 'ls', '-q');
    await bench.lab.exec('cp-1', [...KUBECTL, 'apply', '-f', '-'], {
      input: WORKLOAD(/\S*agnhost\S*/.exec(images)?.[0] ?? ''),
    });
    await kubectl('rollout', 'status', 'daemonset/web', '--timeout=120s');
    await expectPodsReachEachOther();
    apiServer = await apiServerOf();
    for (const node of NODES)
      expect(await tracesOf(node)).toEqual(expect.arrayContaining(['cni0', 'flannel.1', '10-flannel.conflist']));
  });

  test('goes over to another backend, and nothing of the old one is left', async () => {
    await bench.want(flannel('host-gw'));
    await switchTo('from flannel (vxlan) to flannel (host-gw)');
    await expectPodsReachEachOther();
    for (const node of NODES) {
      const traces = await tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining(['cni0', '10-flannel.conflist']));
      expect(traces).not.toContain('flannel.1');
    }
  });

  test('goes over to another network, and nothing of the old one is left', async () => {
    await bench.want({});
    await switchTo('from flannel (host-gw) to calico (vxlan)');
    await expectPodsReachEachOther();
    for (const node of NODES) {
      const traces = await tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining(['vxlan.calico', '10-calico.conflist', ':cali-']));
      expect(traces.filter((trace) => /^cni0|flannel|FLANNEL/.test(trace))).toEqual([]);
    }
    expect(await kubectl('get', 'namespaces', '-o', 'name')).not.toContain('flannel');
  });

  test('goes over to one that is made of both', async () => {
    await bench.want({ cni: 'canal' });
    await switchTo('from calico (vxlan) to canal');
    await expectPodsReachEachOther();
    for (const node of NODES) {
      const traces = await tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining(['flannel.1', '10-canal.conflist', ':cali-']));
      expect(traces.filter((trace) => /^vxlan|10-calico/.test(trace))).toEqual([]);
    }
  });

  test('goes back, and nothing of the others is left', async () => {
    await bench.want(flannel('vxlan'));
    await switchTo('from canal to flannel (vxlan)');
    await expectPodsReachEachOther();
    for (const node of NODES) {
      const traces = await tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining(['cni0', 'flannel.1', '10-flannel.conflist']));
      expect(traces.filter((trace) => /cali/.test(trace))).toEqual([]);
    }
    expect(await kubectl('get', 'customresourcedefinitions', '-o', 'name')).toBe('');
  });

  test('has its API server run on all the while, and finds nothing to do in the end', async () => {
    expect(await apiServerOf()).toBe(apiServer);
    const again = await bench.run('install', bench.file, '--output', 'json');
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('"nothing-to-do"')]);
  });
});
