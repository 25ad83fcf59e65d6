import type { NodeFacts } from '../../src/plan/facts';
import type { LinkProbe } from '../../src/plan/link-probe';
import { preflight } from '../../src/plan/preflight';
import type { NodeStage } from '../../src/plan/preflight/rule';
import { haCluster } from '../fakes/clusters';
import { initialized, member } from '../fakes/kubeadm-states';
import { debianAlone, freshFacts } from '../fakes/node-facts';

interface Case {
  readonly spec?: Record<string, unknown>;
  /** Of cp-1; the others are fresh. */
  readonly facts?: Partial<NodeFacts>;
  readonly stage?: NodeStage;
  readonly links?: readonly LinkProbe[];
}

function findings({ spec = {}, facts = {}, stage = 'new', links = [] }: Case) {
  const cluster = haCluster(spec);
  const nodes = cluster.spec.nodes.map((node) => ({
    cluster,
    node,
    facts: freshFacts(node, node.name === 'cp-1' ? facts : {}),
    stage: node.name === 'cp-1' ? stage : ('new' as const),
    imageDirectory: '/var/lib/containerd',
    supportedOs: debianAlone,
  }));
  return preflight({ cluster, nodes, links, podNetworkConfig: 'flannel' });
}

const told = (of: Case) => findings(of).map(({ id, node, verdict }) => `${id} ${node} ${verdict.kind}`);

test('machines that nothing can be said against have no finding', () => {
  expect(findings({})).toEqual([]);
});

const cases: readonly [string, Case, string][] = [
  [
    'an operating system of no known family',
    { facts: { os: { id: 'alpine', idLike: [], versionId: '3', prettyName: 'Alpine 3' } } },
    'os-unsupported cp-1 yours-to-fix',
  ],
  ['a machine without systemd', { facts: { systemdVersion: 0 } }, 'systemd-old cp-1 yours-to-fix'],
  ['another architecture', { facts: { architecture: 'unknown' } }, 'architecture-unsupported cp-1 yours-to-fix'],
  ['too few CPUs', { facts: { cpus: 1 } }, 'cpus-low cp-1 yours-to-fix'],
  ['too little memory', { facts: { memoryMiB: 1024 } }, 'memory-low cp-1 yours-to-fix'],
  [
    'too little disk',
    { facts: { disks: [{ path: '/var/lib/containerd', freeMiB: 900, readOnly: false }] } },
    'disk-low cp-1 yours-to-fix',
  ],
  [
    'a read-only disk',
    { facts: { disks: [{ path: '/etc/kubernetes', freeMiB: 90_000, readOnly: true }] } },
    'disk-read-only cp-1 yours-to-fix',
  ],
  [
    'an address that no interface carries',
    { facts: { interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:99', mtu: 1500, addresses: ['192.168.7.3/24'] }] } },
    'address-missing cp-1 yours-to-fix',
  ],
  ['another host name', { facts: { hostname: 'debian' } }, 'hostname-differs cp-1 repaired'],
  ['swap that is on', { facts: { swap: { active: ['/dev/sda2'], persistent: true } } }, 'swap-on cp-1 repaired'],
  ['swap that will come on', { facts: { swap: { active: [], persistent: true } } }, 'swap-on cp-1 repaired'],
  [
    'a missing kernel module',
    { facts: { modules: [{ name: 'br_netfilter', state: 'missing' }] } },
    'kernel-module-missing cp-1 yours-to-fix',
  ],
  [
    'IPVS on a kernel without it',
    { spec: { kubeProxy: { mode: 'ipvs' } }, facts: { modules: [{ name: 'ip_vs', state: 'missing' }] } },
    'ipvs-missing cp-1 yours-to-fix',
  ],
  [
    'VXLAN on a kernel without it',
    { facts: { modules: [{ name: 'vxlan', state: 'missing' }] } },
    'pod-network-module-missing cp-1 yours-to-fix',
  ],
  [
    'cgroup v1 for a kubelet that refuses it',
    { spec: { kubernetes: { version: 'v1.35.4' } }, facts: { cgroupVersion: 1 } },
    'cgroup-v1 cp-1 yours-to-fix',
  ],
  [
    'a member’s kubelet that is too new for the API servers',
    { stage: 'member', facts: { versions: { kubelet: '1.35.0' } } },
    'version-skew cp-1 yours-to-fix',
  ],
  [
    'a port that somebody holds',
    { facts: { ports: [{ port: 6443, process: 'nginx (pid 812)' }] } },
    'port-taken cp-1 yours-to-fix',
  ],
  ['a resolver on the loopback', { facts: { resolvers: ['127.0.0.1'] } }, 'resolver-loopback cp-1 yours-to-fix'],
  ['a source without an address', { facts: { unresolvable: ['dl.k8s.io'] } }, 'source-unresolvable cp-1 yours-to-fix'],
  ['a slow disk', { facts: { fdatasyncP99Ms: 700 } }, 'disk-slow cp-1 yours-to-fix'],
  ['cloud-init that still runs', { facts: { cloudInit: 'running' } }, 'cloud-init-running cp-1 repaired'],
  ['cloud-init that failed', { facts: { cloudInit: 'failed' } }, 'cloud-init-failed cp-1 yours-to-fix'],
  ['a package manager at work', { facts: { packageLock: 'apt-get (pid 9)' } }, 'package-lock cp-1 repaired'],
  ['an active firewall', { facts: { firewall: 'firewalld' } }, 'firewall-active cp-1 repaired'],
  [
    'an active firewall that is not to be touched',
    { spec: { os: { firewall: 'ignore' } }, facts: { firewall: 'ufw' } },
    'firewall-active cp-1 yours-to-fix',
  ],
  [
    'a network of the machine that pods would shadow',
    {
      facts: {
        interfaces: [
          { name: 'eth0', mac: '02:00:00:00:00:11', mtu: 1500, addresses: ['10.0.0.11/24'] },
          { name: 'eth1', mac: '02:00:00:00:01:11', mtu: 1500, addresses: ['10.244.7.1/24'] },
        ],
      },
    },
    'subnet-overlap cp-1 yours-to-fix',
  ],
  ['leftovers', { facts: { kubeadm: initialized } }, 'leftovers cp-1 needs-approval'],
  [
    'leftovers that kubeadm does not know of',
    { facts: { traces: [{ what: 'interface cni0' }] } },
    'leftovers cp-1 needs-approval',
  ],
  ['a clock a minute ahead', { facts: { clock: { offsetMs: 60_000, errorMs: 5 } } }, 'clock-skew cp-1 repaired'],
  ['a clock a day behind', { facts: { clock: { offsetMs: -86_400_000, errorMs: 5 } } }, 'clock-skew cp-1 yours-to-fix'],
  [
    'a clock ahead that nobody keeps in step',
    { spec: { time: { manage: false } }, facts: { clock: { offsetMs: 60_000, errorMs: 5 } } },
    'clock-skew cp-1 yours-to-fix',
  ],
  [
    'a machine-id of another',
    { facts: { machineId: '12'.padStart(32, '0') } },
    'machine-id-duplicate cp-2 yours-to-fix',
  ],
  [
    'a product_uuid of another',
    { facts: { productUuid: '00000000-0000-0000-0000-000000000012' } },
    'product-uuid-duplicate cp-2 yours-to-fix',
  ],
  [
    'a MAC of another',
    { facts: { interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:12', mtu: 1500, addresses: ['10.0.0.11/24'] }] } },
    'mac-duplicate cp-2 yours-to-fix',
  ],
  [
    'a larger MTU than the others',
    { facts: { interfaces: [{ name: 'eth0', mac: '02:00:00:00:00:11', mtu: 9000, addresses: ['10.0.0.11/24'] }] } },
    'mtu-differs cp-1 yours-to-fix',
  ],
  [
    'a path that carries small packets only',
    {
      links: [
        { from: 'cp-1', to: 'cp-2', what: 'ping', result: 'open' },
        { from: 'cp-1', to: 'cp-2', what: 'ping-mtu', result: 'blocked' },
      ],
    },
    'mtu-path cp-1 yours-to-fix',
  ],
  [
    'ports behind a firewall',
    {
      links: [
        { from: 'cp-1', to: 'cp-2', what: 2380, result: 'blocked' },
        { from: 'cp-1', to: 'cp-2', what: 6443, result: 'refused' },
      ],
    },
    'port-blocked cp-1 yours-to-fix',
  ],
  [
    'a VIP that answers',
    {
      links: [
        { from: 'cp-1', to: 'vip', what: 'ping', result: 'open' },
        { from: 'cp-1', to: 'vip', what: 8443, result: 'refused' },
      ],
    },
    'vip-taken undefined yours-to-fix',
  ],
];

test.each(cases)('%s is found', (_, of, finding) => {
  expect(told(of)).toContain(finding);
});

test.each(cases.filter(([, , finding]) => finding.endsWith('yours-to-fix')))(
  '%s can be ignored by its id',
  (_, of, finding) => {
    const [id = ''] = finding.split(' ');
    const ignoring = { ...of, spec: { ...of.spec, preflight: { ignore: [id] } } };
    expect(told(ignoring).filter((line) => line.startsWith(`${id} `))).toEqual([]);
  },
);

test('a gate cannot be ignored', () => {
  const of = { facts: { kubeadm: initialized }, spec: { preflight: { ignore: ['leftovers'] } } };
  expect(told(of)).toContain('leftovers cp-1 needs-approval');
});

test.each<[string, Case]>([
  [
    'swap that the kubelet is told to bear',
    {
      spec: { kubelet: { configuration: { failSwapOn: false } } },
      facts: { swap: { active: ['/dev/sda2'], persistent: true } },
    },
  ],
  [
    'cgroup v1 that the kubelet is told to bear',
    {
      spec: { kubernetes: { version: 'v1.35.4' }, kubelet: { configuration: { failCgroupV1: false } } },
      facts: { cgroupVersion: 1 },
    },
  ],
  ['cgroup v1 for an older kubelet', { facts: { cgroupVersion: 1 } }],
  ['IPVS missing where nobody wants it', { facts: { modules: [{ name: 'ip_vs', state: 'missing' }] } }],
  [
    'a loopback resolver that the kubelet is pointed past',
    { spec: { kubelet: { configuration: { resolvConf: '/etc/resolv.pods' } } }, facts: { resolvers: ['127.0.0.53'] } },
  ],
  ['clocks that differ less than their error', { facts: { clock: { offsetMs: 2_500, errorMs: 900 } } }],
  [
    'ports of a node that a run has begun with',
    { stage: 'ours', facts: { ports: [{ port: 6443, process: 'kube-apiserver (pid 1)' }], kubeadm: initialized } },
  ],
  [
    'a VIP that one of the nodes carries',
    {
      facts: {
        interfaces: [
          { name: 'eth0', mac: '02:00:00:00:00:11', mtu: 1500, addresses: ['10.0.0.11/24', '10.0.0.100/32'] },
        ],
      },
      links: [{ from: 'cp-1', to: 'vip', what: 'ping', result: 'open' }],
    },
  ],
  ['a ping that is not answered at all', { links: [{ from: 'cp-1', to: 'cp-2', what: 'ping', result: 'blocked' }] }],
  ['a member’s kubelet that lags behind', { stage: 'member', facts: { versions: { kubelet: '1.32.9' } } }],
  ['another kubelet where nothing runs yet', { facts: { versions: { kubelet: '1.35.0' } } }],
  ['a full disk of a member', { stage: 'member', facts: { cpus: 1, memoryMiB: 100 } }],
])('%s is no finding', (_, of) => {
  expect(findings(of)).toEqual([]);
});

test.each([
  ['version', { kubernetes: { version: 'v1.33.13' } }, 'slipway upgrade'],
  ['pod subnet', { networking: { podSubnet: '10.200.0.0/16' } }, 'spec.networking.podSubnet back to 10.244.0.0/16'],
  ['service subnet', { networking: { serviceSubnet: '10.112.0.0/12' } }, 'back to 10.96.0.0/12'],
  ['DNS domain', { networking: { dnsDomain: 'other.local' } }, 'back to cluster.local'],
  ['endpoint', { controlPlaneEndpoint: '10.0.0.101:8443' }, 'back to 10.0.0.100:8443'],
])('another %s on a live cluster is refused and told what to do', (_, spec, fix) => {
  expect(findings({ spec, stage: 'member', facts: { kubeadm: initialized } })).toEqual([
    expect.objectContaining({ id: 'live-cluster-differs', fix: expect.stringContaining(fix) }),
  ]);
});

describe('nodes of the live cluster that the file does not name', () => {
  const own = ['cp-1', 'cp-2', 'cp-3', 'w-1', 'w-2'];
  const live = (nodeNames: readonly string[], members = initialized.members ?? []) => ({
    stage: 'member' as const,
    facts: { kubeadm: { ...initialized, nodeNames, members } },
  });

  test('are none where all are in the file, whatever has not joined yet', () => {
    expect(told(live(own))).toEqual([]);
    expect(told(live(['cp-1']))).toEqual([]);
  });

  test('are told where they are workers, and stay', () => {
    const [finding, ...others] = findings(live([...own, 'w-9']));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      node: 'w-9',
      id: 'node-left-file',
      verdict: { kind: 'noted' },
      fix: 'To take it out, put it into the file of demo again, run slipway reset --node w-9, then remove it from the file.',
    });
  });

  test('stop an install where they are control planes, since the load balancer would drop them', () => {
    const members = [member('cp-1', '10.0.0.11'), member('cp-9', '10.0.0.19')];
    expect(told(live([...own, 'cp-9'], members))).toEqual(['control-plane-left-file cp-9 yours-to-fix']);
  });
});

test('another pod network on a live cluster is refused', () => {
  const kubeadm = { ...initialized, cniConfigs: ['10-calico.conflist'] };
  expect(told({ stage: 'member', facts: { kubeadm } })).toEqual(['pod-network-differs cp-1 yours-to-fix']);
});

test('every finding says what to do, as a sentence', () => {
  for (const [, of] of cases) {
    for (const { fix, message } of findings(of)) {
      expect(fix).toMatch(/^[A-Z].*[.]$/s);
      expect(message).not.toMatch(/[.]$/);
    }
  }
});
