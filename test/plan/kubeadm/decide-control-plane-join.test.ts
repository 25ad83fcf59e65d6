import { kubernetesSupport } from '../../../src/config/kubernetes-support';
import type { KubeadmState } from '../../../src/plan/facts';
import {
  decideEtcdJoin,
  decideFinishJoin,
  decidePrepareJoin,
  findStaleMembers,
} from '../../../src/plan/kubeadm/decide-control-plane-join';
import { joinPhasesOf } from '../../../src/plan/kubeadm/phases';
import { allManifests, CA_HASH, joined, member, prepared, untouched, withKubelet } from '../../fakes/kubeadm-states';

const contextOf = (version: string) => ({
  caHash: CA_HASH,
  phases: joinPhasesOf(version),
  support: kubernetesSupport(version),
});
const split = contextOf('v1.34.4');
const whole = contextOf('v1.31.9');
const oldest = contextOf('v1.17.4');
const joiner = { name: 'cp-2', peerUrl: 'https://10.0.0.12:2380' };
const first = member('cp-1', '10.0.0.11');
const voter = member('cp-2', '10.0.0.12');
const learner = member('cp-2', '10.0.0.12', true);
const unstarted = { ...learner, name: '' };
const outsidePrepare = [
  'check-etcd',
  'kubelet-start',
  'etcd-join',
  'kubelet-wait-bootstrap',
  'control-plane-join',
  'wait-control-plane',
];
const outsideEtcd = [
  'preflight',
  'control-plane-prepare',
  'kubelet-wait-bootstrap',
  'control-plane-join',
  'wait-control-plane',
];

describe('prepare', () => {
  test('an untouched node runs everything before the etcd turn and nothing of it', () => {
    expect(decidePrepareJoin(untouched, split)).toEqual({
      move: 'join',
      skipPhases: outsidePrepare,
      ignorePreflightErrors: [],
      repairs: [],
    });
  });

  test('a node that has it all goes on to the etcd turn', () => {
    expect(decidePrepareJoin(prepared, split)).toEqual({ move: 'none' });
  });

  test('killed while certificates were downloaded, a half pair is deleted and downloaded again', () => {
    const state = { ...untouched, certificates: [{ name: 'etcd/ca', key: true, certificate: false }] };
    expect(decidePrepareJoin(state, split)).toMatchObject({
      move: 'resume',
      repairs: [{ path: '/etc/kubernetes/pki/etcd/ca.key' }, { path: '/etc/kubernetes/pki/etcd/ca.crt' }],
    });
  });

  test('killed among the manifests, those that are there are excused', () => {
    expect(decidePrepareJoin({ ...prepared, manifests: ['kube-apiserver.yaml'] }, split)).toMatchObject({
      move: 'resume',
      ignorePreflightErrors: [
        'FileAvailable--etc-kubernetes-pki-ca.crt',
        'FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml',
        'Port-6443',
      ],
    });
  });

  test('a node of another cluster is refused', () => {
    expect(decidePrepareJoin({ ...prepared, caFingerprint: 'beef' }, split)).toMatchObject({ move: 'refuse' });
  });

  test('where the split is not known to be safe, everything belongs to the etcd turn', () => {
    expect(decidePrepareJoin(untouched, whole)).toEqual({ move: 'none' });
  });
});

describe('members that are in the way', () => {
  test('nobody is where only others vote', () => {
    expect(findStaleMembers(prepared, joiner, [first], split.support)).toEqual([]);
  });

  test('a learner of its own that never started is joined on', () => {
    expect(findStaleMembers(prepared, joiner, [first, unstarted], split.support)).toEqual([]);
  });

  test.each([
    ['voter', voter],
    ['learner', learner],
  ])('its own %s whose data is gone must not start from an empty log', (_, own) => {
    expect(findStaleMembers(prepared, joiner, [first, own], split.support)).toEqual([own]);
  });

  test('its own voter with its data stays', () => {
    expect(findStaleMembers(joined, joiner, [first, voter], split.support)).toEqual([]);
  });

  test('a member of its name under another address is that of the machine it replaces', () => {
    const replaced = member('cp-2', '10.0.0.99');
    expect(findStaleMembers(prepared, joiner, [first, replaced], split.support)).toEqual([replaced]);
  });

  test('a member that a kubeadm before 1.19 announced and never started is announced anew', () => {
    const announced = member('', '10.0.0.12');
    expect(findStaleMembers(prepared, joiner, [first, announced], oldest.support)).toEqual([announced]);
    expect(findStaleMembers(prepared, joiner, [first, announced], contextOf('v1.28.2').support)).toEqual([]);
  });

  test('a learner that another node left blocks every other join', () => {
    const left = { ...member('', '10.0.0.13', true), name: '' };
    expect(findStaleMembers(prepared, joiner, [first, left], split.support)).toEqual([left]);
  });
});

describe('the etcd turn', () => {
  const absent = { nodeObject: 'absent' } as const;

  test('a prepared node runs check-etcd, kubelet-start and etcd-join', () => {
    expect(decideEtcdJoin(prepared, joiner, { members: [first], ...absent }, split)).toEqual({
      move: 'join',
      skipPhases: outsideEtcd,
      ignorePreflightErrors: [],
      repairs: [],
    });
  });

  test('killed after kubelet-start, the kubelet is left alone', () => {
    const decision = decideEtcdJoin(withKubelet, joiner, { members: [first], ...absent }, split);
    expect(decision).toMatchObject({ move: 'resume', skipPhases: expect.arrayContaining(['kubelet-start']) });
    expect('skipPhases' in decision && decision.skipPhases).not.toContain('etcd-join');
  });

  test('killed after the learner was added, etcd is not asked for the health of a member that is not up', () => {
    expect(decideEtcdJoin(withKubelet, joiner, { members: [first, unstarted], ...absent }, split)).toMatchObject({
      move: 'resume',
      skipPhases: expect.arrayContaining(['check-etcd', 'kubelet-start']),
      repairs: [],
    });
  });

  test('killed after promotion, nothing of the turn is left', () => {
    const state = { ...withKubelet, manifests: allManifests, etcdData: true };
    expect(decideEtcdJoin(state, joiner, { members: [first, voter], ...absent }, split)).toEqual({ move: 'none' });
  });

  test('promoted, and the kubelet lost its configuration: it is started, and etcd-join is not run again', () => {
    const state = { ...prepared, manifests: allManifests, etcdData: true };
    expect(decideEtcdJoin(state, joiner, { members: [first, voter], ...absent }, split)).toMatchObject({
      move: 'resume',
      skipPhases: expect.arrayContaining(['check-etcd', 'etcd-join']),
    });
  });

  test('promoted, and the kubelet is down: it is started', () => {
    const state: KubeadmState = { ...joined, kubeletActive: false };
    const seen = { members: [first, voter], nodeObject: 'ready' } as const;
    expect(decideEtcdJoin(state, joiner, seen, split)).toEqual({ move: 'start-kubelet' });
  });

  test('the data of a member that the cluster has removed is deleted before it joins anew', () => {
    const state = { ...withKubelet, manifests: allManifests, etcdData: true };
    expect(decideEtcdJoin(state, joiner, { members: [first], ...absent }, split)).toMatchObject({
      move: 'resume',
      repairs: [{ path: '/etc/kubernetes/manifests/etcd.yaml' }, { path: '/var/lib/etcd/member' }],
    });
  });
});

describe('finish', () => {
  const context = { ...split, tokenId: 'abcdef' };

  test('a node that votes runs the rest', () => {
    const state = { ...withKubelet, manifests: allManifests, etcdData: true };
    expect(decideFinishJoin(state, { nodeObject: 'absent' }, context)).toEqual({
      move: 'resume',
      skipPhases: ['preflight', 'control-plane-prepare', 'check-etcd', 'kubelet-start', 'etcd-join'],
      ignorePreflightErrors: [],
      repairs: [],
    });
  });

  test('a kubelet without a certificate is given the token at hand when it has another one', () => {
    const state = { ...withKubelet, manifests: allManifests, etcdData: true, bootstrapTokenId: 'zzzzzz' };
    const decision = decideFinishJoin(state, { nodeObject: 'absent' }, context);
    expect('skipPhases' in decision && decision.skipPhases).not.toContain('kubelet-start');
  });

  test('so is one whose kubelet.conf points to a certificate that it was never given', () => {
    const kubeconfigs = [...withKubelet.kubeconfigs, { name: 'kubelet.conf', whole: true }];
    const uncertified = { ...withKubelet, kubeconfigs, kubeletUncertified: true as const };
    const state = { ...uncertified, manifests: allManifests, etcdData: true, bootstrapTokenId: 'zzzzzz' };
    const decision = decideFinishJoin(state, { nodeObject: 'absent' }, context);
    expect('skipPhases' in decision && decision.skipPhases).not.toContain('kubelet-start');
  });

  test('a registered, marked control plane that answers wants nothing', () => {
    expect(decideFinishJoin(joined, { nodeObject: 'ready' }, context)).toEqual({ move: 'none' });
  });

  test('one that is not marked yet is marked, without starting its kubelet again', () => {
    const decision = decideFinishJoin({ ...joined, markedControlPlane: false }, { nodeObject: 'ready' }, context);
    expect(decision).toMatchObject({ move: 'resume', skipPhases: expect.arrayContaining(['kubelet-start']) });
  });
});

describe('versions without learners', () => {
  const announced = member('', '10.0.0.12');

  test('a member that votes and never started has not joined', () => {
    const decision = decideEtcdJoin(
      { ...prepared, kubeletConfig: true, kubeletActive: true },
      joiner,
      { members: [first, announced], nodeObject: 'not-ready' },
      contextOf('v1.28.2'),
    );
    expect(decision).toMatchObject({ move: 'resume' });
    expect(decision).not.toMatchObject({ skipPhases: expect.arrayContaining(['control-plane-join/etcd']) });
  });

  test('one that has started is not announced again', () => {
    const decision = decideEtcdJoin(joined, joiner, { members: [first, voter], nodeObject: 'not-ready' }, oldest);
    expect(decision).toMatchObject({ skipPhases: expect.arrayContaining(['control-plane-join/etcd']) });
  });

  test('manifests that an earlier run left are excused where kubeadm wants none', () => {
    const manifests = ['kube-apiserver.yaml'];
    const excusedBy = (context: typeof oldest) => {
      const decision = decideEtcdJoin(
        { ...prepared, manifests },
        joiner,
        { members: [first], nodeObject: 'absent' },
        context,
      );
      return 'ignorePreflightErrors' in decision ? decision.ignorePreflightErrors : [];
    };
    expect(excusedBy(contextOf('v1.22.17'))).toContain('DirAvailable--etc-kubernetes-manifests');
    expect(excusedBy(contextOf('v1.23.17'))).not.toContain('DirAvailable--etc-kubernetes-manifests');
  });
});

describe('beside an external etcd', () => {
  const isExternal = { externalEtcd: true as const };
  const ofCluster = [member('etcd-1', '10.0.0.31')];

  test('no phase of etcd is run, and its absence from the members repairs nothing', () => {
    const seen = { members: ofCluster, nodeObject: 'absent' as const };
    expect(decideEtcdJoin({ ...prepared, ...isExternal }, joiner, seen, split)).toMatchObject({
      skipPhases: expect.arrayContaining(['check-etcd', 'etcd-join']),
      repairs: [],
    });
  });

  test('a node whose kubelet runs has nothing left to do in that part', () => {
    const seen = { members: ofCluster, nodeObject: 'not-ready' as const };
    expect(decideEtcdJoin({ ...withKubelet, ...isExternal }, joiner, seen, split)).toEqual({ move: 'none' });
  });

  test('what certificates of etcd’s members it lacks does not keep it from being prepared', () => {
    const certificates = prepared.certificates.filter(({ name }) => !name.includes('etcd'));
    expect(decidePrepareJoin({ ...prepared, certificates, ...isExternal }, split)).toEqual({ move: 'none' });
    expect(decidePrepareJoin({ ...prepared, certificates }, split)).toMatchObject({ move: 'resume' });
  });
});
