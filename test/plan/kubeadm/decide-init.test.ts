import { kubernetesSupport } from '../../../src/config/kubernetes-support';
import { decideInit } from '../../../src/plan/kubeadm/decide-init';
import type { KubeadmState } from '../../../src/plan/facts';
import { allManifests, allPairs, initialized, initKubeconfigs, member, untouched } from '../../fakes/kubeadm-states';

const support = kubernetesSupport('v1.34.4');
const context = { leftOut: [], support };
const beforeUpload = [
  'preflight',
  'certs',
  'kubeconfig',
  'etcd',
  'control-plane',
  'kubelet-start',
  'wait-control-plane',
];

const asStarted: KubeadmState = {
  ...untouched,
  certificates: allPairs,
  kubeconfigs: initKubeconfigs,
  manifests: allManifests,
  kubeletConfig: true,
  kubeletActive: true,
  etcdData: true,
};

test('a node that nothing was done on is initialized', () => {
  expect(decideInit(untouched, context)).toEqual({
    move: 'init',
    skipPhases: ['show-join-command'],
    ignorePreflightErrors: [],
    repairs: [],
  });
});

test('no phase is skipped that the version’s kubeadm does not have', () => {
  const old = { leftOut: [], support: kubernetesSupport('v1.25.16') };
  expect(decideInit(untouched, old)).toMatchObject({ move: 'init', skipPhases: [] });
  expect(decideInit({ ...initialized, addons: ['coredns'] }, old)).toMatchObject({
    move: 'resume',
    skipPhases: [...beforeUpload, 'addon/coredns'],
  });
});

test('a node on which every phase is done wants nothing', () => {
  expect(decideInit(initialized, context)).toEqual({ move: 'none' });
});

test('a node that is not Ready for want of a pod network wants nothing either', () => {
  expect(decideInit({ ...initialized, nodeObject: 'not-ready' }, context)).toEqual({ move: 'none' });
});

describe('killed in certs', () => {
  test('whole pairs are kept and init goes on without any exception', () => {
    const state = { ...untouched, certificates: [{ name: 'ca', key: true, certificate: true }] };
    expect(decideInit(state, context)).toMatchObject({ move: 'resume', repairs: [], ignorePreflightErrors: [] });
  });

  test.each([
    ['ca', ['/etc/kubernetes/pki/ca.key', '/etc/kubernetes/pki/ca.crt']],
    ['etcd/peer', ['/etc/kubernetes/pki/etcd/peer.key', '/etc/kubernetes/pki/etcd/peer.crt']],
    ['sa', ['/etc/kubernetes/pki/sa.key', '/etc/kubernetes/pki/sa.pub']],
  ])('between the key and the other half of %s, the pair is deleted and made again', (name, paths) => {
    const decision = decideInit({ ...untouched, certificates: [{ name, key: true, certificate: false }] }, context);
    expect(decision).toMatchObject({ move: 'resume' });
    expect('repairs' in decision && decision.repairs.map(({ path }) => path)).toEqual(paths);
  });

  test('a shared pair that lost a half after etcd has data is for a person to bring back', () => {
    const certificates = allPairs.map((pair) => (pair.name === 'ca' ? { ...pair, key: false } : pair));
    expect(decideInit({ ...asStarted, certificates }, context)).toMatchObject({
      move: 'refuse',
      cause: expect.stringContaining('ca in /etc/kubernetes/pki has lost a half'),
    });
  });

  test('who has nothing to bring it back from is shown the way on without it', () => {
    const certificates = allPairs.map((pair) => (pair.name === 'ca' ? { ...pair, key: false } : pair));
    const { nextAction } = decideInit({ ...asStarted, certificates }, context) as { readonly nextAction: string };
    expect(nextAction).toMatch(/^Put the missing files back .*, then retry; or, .* abort, .*`slipway reset`/);
  });
});

describe('the power went while a file was written, and left it empty', () => {
  const repairsOf = (state: Partial<KubeadmState>) => {
    const decision = decideInit({ ...untouched, ...state }, context);
    expect(decision.move).toBe('resume');
    return 'repairs' in decision ? decision.repairs.map(({ path }) => path) : [];
  };

  test.each(['/etc/kubernetes/pki/ca.key', '/etc/kubernetes/manifests/etcd.yaml'])(
    'init does not begin anew over %s, which is deleted first',
    (path) => expect(repairsOf({ cutFiles: [path] })).toEqual([path]),
  );

  test('a certificate goes with its key, once', () => {
    const certificates = [{ name: 'apiserver', key: true, certificate: false }];
    const [key, certificate] = ['/etc/kubernetes/pki/apiserver.key', '/etc/kubernetes/pki/apiserver.crt'];
    expect(repairsOf({ certificates, cutFiles: [certificate] })).toEqual([key, certificate]);
  });

  test('a root of trust that was cut after etcd has data is for a person to bring back', () => {
    const certificates = allPairs.filter(({ name }) => name !== 'ca');
    const cutFiles = ['/etc/kubernetes/pki/ca.crt', '/etc/kubernetes/pki/ca.key'];
    expect(decideInit({ ...asStarted, certificates, cutFiles }, context)).toMatchObject({ move: 'refuse' });
  });
});

test('killed in kubeconfig, a file that was cut is deleted and written again', () => {
  const kubeconfigs = [
    { name: 'admin.conf', whole: true },
    { name: 'super-admin.conf', whole: false },
  ];
  expect(decideInit({ ...untouched, certificates: allPairs, kubeconfigs }, context)).toMatchObject({
    move: 'resume',
    repairs: [{ path: '/etc/kubernetes/super-admin.conf' }],
  });
});

test('killed in control-plane, exactly the manifests that are there are excused', () => {
  const state = {
    ...untouched,
    certificates: allPairs,
    kubeconfigs: initKubeconfigs,
    manifests: ['etcd.yaml', 'kube-apiserver.yaml'],
  };
  expect(decideInit(state, context)).toMatchObject({
    move: 'resume',
    skipPhases: ['show-join-command'],
    ignorePreflightErrors: [
      'FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml',
      'FileAvailable--etc-kubernetes-manifests-etcd.yaml',
      'Port-6443',
      'Port-2379',
      'Port-2380',
    ],
  });
});

test('killed in wait-control-plane, all of a started control plane is excused and nothing else', () => {
  const decision = decideInit(asStarted, context);
  expect(decision).toMatchObject({ move: 'resume', repairs: [], skipPhases: ['show-join-command'] });
  expect('ignorePreflightErrors' in decision && decision.ignorePreflightErrors.toSorted()).toEqual([
    'DirAvailable--var-lib-etcd',
    'FileAvailable--etc-kubernetes-manifests-etcd.yaml',
    'FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml',
    'FileAvailable--etc-kubernetes-manifests-kube-controller-manager.yaml',
    'FileAvailable--etc-kubernetes-manifests-kube-scheduler.yaml',
    'Port-10250',
    'Port-10257',
    'Port-10259',
    'Port-2379',
    'Port-2380',
    'Port-6443',
  ]);
});

describe('killed after upload-config', () => {
  const uploaded: KubeadmState = {
    ...asStarted,
    apiServerLive: true,
    kubeadmConfigUploaded: true,
    nodeObject: 'not-ready',
    addons: [],
    markedControlPlane: false,
  };

  test.each<[string, Partial<KubeadmState>, string[]]>([
    ['before the node is marked', {}, []],
    ['before the addons', { markedControlPlane: true }, []],
    // kubeadm would refuse a CoreDNS that is newer than those it knows.
    ['between CoreDNS and kube-proxy', { markedControlPlane: true, addons: ['coredns'] }, ['addon/coredns']],
  ])('%s, only the phases behind it run, without preflight', (_, seen, applied) => {
    expect(decideInit({ ...uploaded, ...seen }, context)).toEqual({
      move: 'resume',
      skipPhases: [...beforeUpload, ...applied, 'show-join-command'],
      ignorePreflightErrors: [],
      repairs: [],
    });
  });

  test('CoreDNS whose Service was never made is deleted and made again', () => {
    const state: KubeadmState = { ...uploaded, markedControlPlane: true, addonsBegun: ['coredns'] };
    expect(decideInit(state, context)).toMatchObject({
      move: 'resume',
      skipPhases: [...beforeUpload, 'show-join-command'],
      discards: ['deployment/coredns'],
    });
  });

  test('kube-proxy whose rights were never granted is applied again', () => {
    const state: KubeadmState = {
      ...uploaded,
      markedControlPlane: true,
      addons: ['coredns'],
      addonsBegun: ['kube-proxy'],
    };
    expect(decideInit(state, context)).toMatchObject({
      move: 'resume',
      skipPhases: [...beforeUpload, 'addon/coredns', 'show-join-command'],
    });
  });

  test('an addon that the cluster file does without is not waited for', () => {
    const state: KubeadmState = { ...uploaded, markedControlPlane: true, addons: ['coredns'] };
    expect(decideInit(state, { leftOut: ['kube-proxy'], support })).toEqual({ move: 'none' });
  });

  test('a manifest that is missing is written again', () => {
    const state = { ...uploaded, manifests: allManifests.filter((name) => name !== 'kube-scheduler.yaml') };
    expect(decideInit(state, context)).toMatchObject({ move: 'resume', skipPhases: ['show-join-command'] });
  });
});

test('the addons that the cluster file does without are left out from the start', () => {
  expect(decideInit(untouched, { leftOut: ['kube-proxy'], support })).toMatchObject({
    skipPhases: ['addon/kube-proxy', 'show-join-command'],
  });
});

test('a cluster that has grown is not run over again for an addon that somebody replaced', () => {
  const [first] = initialized.members ?? [];
  const members = first ? [first, { ...first, id: 'b', name: 'cp-2', peerUrl: 'https://10.0.0.12:2380' }] : [];
  expect(decideInit({ ...initialized, addons: [], members }, context)).toEqual({ move: 'none' });
});

test('beside an external etcd its many members do not tell that an init has ended', () => {
  const members = [member('etcd-1', '10.0.0.31'), member('etcd-2', '10.0.0.32'), member('etcd-3', '10.0.0.33')];
  const manifests = initialized.manifests.filter((name) => name !== 'etcd.yaml');
  const state = { ...initialized, externalEtcd: true as const, members, manifests, addons: [], nodeNames: ['cp-1'] };
  expect(decideInit(state, context)).toMatchObject({ move: 'resume' });
  expect(decideInit({ ...state, nodeNames: ['cp-1', 'w-1'] }, context)).toEqual({ move: 'none' });
});
