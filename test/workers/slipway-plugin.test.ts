import { readFileSync } from 'node:fs';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import {
  type Catalog,
  type CniKind,
  type KubernetesObject,
  type OsFamily,
  parseCluster,
  type RuntimeKind,
  type SlipwayActivities,
  SlipwayPlugin,
} from '../../src';
import { clusterText } from '../config/cluster-file';
import { artifactsWithSums } from '../fakes/artifact-sums';
import { SimulatedNode } from '../fakes/simulated-kubeadm';

// Runs several hundred small processes.
jest.setTimeout(180_000);

const thisOs = /^ID="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'debian';

const tools = ['ca-certificates', 'chrony', 'conntrack', 'curl', 'ethtool', 'haproxy', 'iproute', 'ipset', 'iptables'];
const moreTools = ['ipvsadm', 'keepalived', 'kmod', 'mount', 'tar', 'util-linux'];

const family = {
  ids: [thisOs],
  packageManager: 'apt',
  packages: Object.fromEntries([...tools, ...moreTools].map((tool) => [tool, `own-${tool}`])),
  environmentDirectory: '/etc/own',
  chrony: { unit: 'own-time.service', config: '/etc/own/time.conf' },
} as unknown as OsFamily;

const runtime: RuntimeKind = {
  unit: 'own-runtime.service',
  client: 'ctr',
  dataDirectory: '/var/lib/own-runtime',
  kernelModules: ['overlay'],
  traces: [],
  criOf: () => ({ socket: 'unix:///run/own/runtime.sock', unit: 'own-runtime.service' }),
  downloads: () => [],
  packages: () => [],
  files: () => [],
  services: () => [
    {
      unit: 'own-runtime.service',
      files: [{ path: '/etc/systemd/system/own-runtime.service', mode: '0644', content: '[Service]\n' }],
      active: true,
      disruption: 'service',
    },
  ],
};

const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'own-network', namespace: 'kube-system' },
  spec: { containers: [{ name: 'own-network', image: 'registry.example.com/own-network:1' }] },
};

const network: CniKind = {
  choice: { settings: ['backend'], backends: ['wires', 'pigeons'] },
  manifest: () => [pod],
  ports: () => [{ protocol: 'udp', port: 1149, use: 'avian carriers' }],
  kernelModules: () => ['own_module'],
  traces: { interfaces: ['own0'], chains: [], tables: [], paths: [] },
};

const catalog = {
  os: { own: family },
  runtime: { 'own-runtime': runtime },
  cni: { 'own-network': network },
} satisfies Partial<Catalog>;

const file = (cni: object) =>
  clusterText({ runtime: { name: 'own-runtime' }, cni: { name: 'own-network', ...cni }, artifacts: artifactsWithSums });

describe('a catalog of one’s own', () => {
  let node: SimulatedNode;

  beforeEach(() => {
    node = new SimulatedNode();
    node.addCommand('uname', 'case $1 in -m) echo x86_64 ;; *) echo 6.1.0 ;; esac');
    node.addCommand(
      'ip',
      `case "$*" in
        *link*) echo '2: eth0: <UP> mtu 1500 \\\\    link/ether 02:00:00:00:00:11 brd x' ;;
        *address*) echo '2: eth0    inet 10.0.0.11/24 brd 10.0.0.255 scope global eth0' ;;
      esac`,
    );
    node.addCommand('dd', ':');
  });

  afterEach(() => node.close());

  it('decides what nodes look like, through the plugin', async () => {
    const parsed = parseCluster(file({ backend: 'pigeons' }), { catalog });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const session = node.asSession('cp-1');
    const sessions = { get: () => Promise.resolve(session), closeAll: async () => {} };
    const worker = new SlipwayPlugin({ sessions, catalog }).configureWorker({ taskQueue: 'slipway' });
    const activities = worker.activities as SlipwayActivities;
    const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR', () => {}) });
    const input = { cluster: parsed.cluster, nodes: ['cp-1'] };
    const gathered = await environment.run((given: typeof input) => activities.gatherFacts(given), input);
    const { facts } = gathered as Awaited<ReturnType<SlipwayActivities['gatherFacts']>>;
    const pending = (facts[0]?.steps ?? []).flatMap((step) => step.pending.map(({ subject }) => subject));
    expect(pending).toEqual(
      expect.arrayContaining([
        'own-iproute',
        '/etc/systemd/system/own-runtime.service',
        'registry.example.com/own-network:1',
      ]),
    );
    expect(facts[0]?.modules).toContainEqual({ name: 'own_module', state: 'missing' });
  });

  it('is what a cluster file is judged by', () => {
    const problems = (text: string) => {
      const parsed = parseCluster(text, { catalog });
      return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
    };
    expect(problems(file({ backend: 'wires' }))).toEqual([]);
    expect(problems(file({ backend: 'pigeon' }))).toEqual(['spec.cni.backend: own-network has no backend pigeon here']);
    expect(problems(file({ mtu: 1400 }))).toEqual(['spec.cni.mtu: the pod network own-network has no such setting']);
  });

  it('is not there without being given', () => {
    const parsed = parseCluster(file({}));
    expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual(['spec.runtime.name', 'spec.cni.name']);
  });
});
