import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine } from '../fakes/probe-fixtures';
import { createFakeSession } from '../fakes/fake-session';
import { createLocalSession } from '../fakes/local-session';
import { probeNode, type ProbeRequest } from '../../src/remote/probe';
import type { Step } from '../../src/resources/resource';

const request: ProbeRequest = {
  address: '127.0.0.1',
  ports: [2379, 6443, 10_250],
  modules: ['overlay', 'slipway_no_such_module'],
  diskPaths: ['/var/lib/etcd', '/etc/kubernetes'],
  resolve: ['localhost', 'no-such-host.invalid'],
  client: 'ctr',
  traces: {
    interfaces: ['lo'],
    chains: ['KUBE-'],
    tables: [],
    paths: ['/etc/no-such-directory'],
    podSubnets: [],
    runtimes: [],
  },
};

/** Answers a probe with what a real machine once said. */
function machineThatSaid(fixture: string, edit = (said: string) => said) {
  const recorded = edit(readFileSync(join(__dirname, '..', 'fixtures', 'probe', `${fixture}.txt`), 'utf8'));
  return createFakeSession('cp-1', [
    {
      when: 'tell clock-start',
      answer: (script) => {
        const nonce = /nonce='([^']+)'/.exec(script)?.[1] ?? '';
        return { stdout: `Welcome to the machine!\n${recorded.replaceAll('slipway-fixture', nonce)}` };
      },
    },
  ]);
}

describe('a fresh machine', () => {
  const facts = () => probeNode(machineThatSaid('fresh-machine'), request);

  test('is told by its operating system, hardware and network', async () => {
    expect(await facts()).toMatchObject({
      node: 'cp-1',
      os: { id: 'debian', idLike: [], versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
      architecture: 'amd64',
      systemdVersion: 252,
      cpus: 2,
      hostname: 'cp-1',
      cgroupVersion: 1,
      defaultInterface: 'eth0',
      interfaces: [{ name: 'eth0', mtu: 1500, addresses: ['10.89.69.11/24'] }],
      swap: { active: [], persistent: false },
      cloudInit: 'absent',
      versions: { kubeadm: '1.34.4', kubelet: '1.34.4', kubectl: '1.34.4' },
    });
  });

  test('has nothing of Kubernetes', async () => {
    expect((await facts()).kubeadm).toEqual({
      certificates: [],
      kubeconfigs: [],
      manifests: [],
      kubeletConfig: false,
      kubeletActive: false,
      etcdData: false,
      cniConfigs: [],
      apiServerLive: false,
    });
  });

  test('is told by the services that load rules of its packet filter', async () => {
    const answers = ['iptables', 'nftables'].map(
      (unit) => `\nslipway-fixture fact rules-loaded-by ${Buffer.from(unit).toString('base64')}`,
    );
    const machine = machineThatSaid('fresh-machine', (said) => said.trimEnd() + answers.join(''));
    expect((await probeNode(machine, request)).rulesLoadedBy).toEqual(['iptables', 'nftables']);
  });

  test('is told by what it cannot load or resolve, and how fast its disk syncs', async () => {
    const { modules, unresolvable, fdatasyncP99Ms } = await facts();
    expect(modules).toContainEqual({ name: 'overlay', state: 'loaded' });
    expect(modules).toContainEqual({ name: 'ip_vs', state: 'missing' });
    expect(unresolvable).toEqual(['no-such-host.invalid']);
    // The slowest of the 13 writes that the recording holds.
    expect(fdatasyncP99Ms).toBeCloseTo(171.03, 1);
  });
});

describe('a live control plane', () => {
  test('is told by what kubeadm, the kubelet and etcd have', async () => {
    const { kubeadm, ports, fence } = await probeNode(machineThatSaid('live-control-plane'), request);
    expect(kubeadm).toMatchObject({
      manifests: ['etcd.yaml', 'kube-apiserver.yaml', 'kube-controller-manager.yaml', 'kube-scheduler.yaml'],
      kubeletConfig: true,
      kubeletActive: true,
      etcdData: true,
      apiServerLive: true,
      caFingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      clusterUid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kubeadmConfigUploaded: true,
      clusterConfiguration: {
        kubernetesVersion: 'v1.34.4',
        controlPlaneEndpoint: '10.89.67.100:8443',
        podSubnet: '10.244.0.0/16',
        serviceSubnet: '10.96.0.0/12',
        dnsDomain: 'cluster.local',
      },
      addons: ['coredns', 'kube-proxy'],
      nodeObject: 'not-ready',
      markedControlPlane: true,
    });
    expect(kubeadm.certificates).toHaveLength(11);
    expect(kubeadm.certificates.every(({ key, certificate }) => key && certificate)).toBe(true);
    expect(kubeadm.kubeconfigs.every(({ whole }) => whole)).toBe(true);
    expect(
      kubeadm.members?.some(({ name, peerUrl }) => name === 'cp-1' && peerUrl === 'https://10.89.67.11:2380'),
    ).toBe(true);
    expect(ports.map(({ port, process }) => `${port} ${process.split(' ')[0]}`)).toEqual([
      '2379 etcd',
      '6443 kube-apiserver',
      '10250 kubelet',
    ]);
    expect(fence).toMatchObject({ epoch: expect.any(Number), holder: expect.stringContaining('slipway/kube') });
  });

  test.each(['coredns', 'kube-proxy'])('an addon is whole with the last of its objects', async (addon) => {
    const isNotFound = (said: string) => said.replace(`fact ${addon}-end MjAw`, `fact ${addon}-end NDA0`);
    const { kubeadm } = await probeNode(machineThatSaid('live-control-plane', isNotFound), request);
    expect(kubeadm.addons).not.toContain(addon);
    expect(kubeadm.addonsBegun).toEqual([addon]);
  });

  test('gives away no secret', () => {
    const recorded = describeMachine('live-control-plane');
    expect(recorded).toContain('-----BEGIN CERTIFICATE-----');
    expect(recorded).not.toMatch(/PRIVATE KEY|client-key-data|\b[a-z0-9]{6}\.[a-z0-9]{16}\b/);
  });
});

test('a worker that has joined is told by its kubelet, through its own credential', async () => {
  const { kubeadm } = await probeNode(machineThatSaid('joined-worker'), request);
  expect(kubeadm).toMatchObject({
    certificates: [{ name: 'ca', key: false, certificate: true }],
    kubeconfigs: [{ name: 'kubelet.conf', whole: true }],
    kubeletActive: true,
    apiServerLive: false,
    nodeObject: 'not-ready',
    markedControlPlane: false,
  });
  expect(kubeadm.members).toBeUndefined();
});

describe('on this machine, for real', () => {
  test('one round trip tells what it is', async () => {
    const session = createLocalSession('here');
    const facts = await probeNode(session, request);
    expect(session.roundTrips).toBe(1);
    expect(facts).toMatchObject({
      node: 'here',
      cpus: expect.any(Number),
      kernelRelease: readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim(),
      hostname: readFileSync('/proc/sys/kernel/hostname', 'utf8').trim(),
      unresolvable: ['no-such-host.invalid'],
    });
    expect(facts.cpus).toBeGreaterThan(0);
    expect(facts.memoryMiB).toBeGreaterThan(100);
    expect(facts.disks.map(({ path }) => path)).toEqual(['/var/lib/etcd', '/etc/kubernetes']);
    expect(facts.modules).toContainEqual({ name: 'slipway_no_such_module', state: 'missing' });
    expect(Math.abs(facts.clock.offsetMs)).toBeLessThanOrEqual(facts.clock.errorMs + 2);
  });

  test('steps are checked in the same round trip', async () => {
    const session = createLocalSession('here');
    const step: Step = {
      name: 'a-step',
      title: 'A step',
      resources: [
        { kind: 'command', title: 'a lamp', check: 'echo it is dark; exit 1', apply: 'true', disruption: 'none' },
        { kind: 'directory', path: '/', mode: '0755', disruption: 'none' },
      ],
    };
    const { steps } = await probeNode(session, { ...request, resolve: [], steps: [step] });
    expect(session.roundTrips).toBe(1);
    expect(steps).toEqual([
      expect.objectContaining({
        step: 'a-step',
        pending: [expect.objectContaining({ subject: 'a lamp', reason: 'it is dark' })],
      }),
    ]);
  });
});

test('a script that was cut short is no set of facts', async () => {
  const session = createFakeSession('cp-1', [{ when: 'tell clock-start', answer: { stdout: '', exitCode: 137 } }]);
  await expect(probeNode(session, request)).rejects.toMatchObject({ kind: 'garbled-answer' });
});
