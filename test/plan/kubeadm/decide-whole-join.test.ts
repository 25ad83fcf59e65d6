import { kubernetesSupport } from '../../../src/config/kubernetes-support';
import { decideEtcdJoin, decideFinishJoin } from '../../../src/plan/kubeadm/decide-control-plane-join';
import { joinPhasesOf } from '../../../src/plan/kubeadm/phases';
import { allManifests, CA_HASH, joined, member, prepared } from '../../fakes/kubeadm-states';

const contextOf = (version: string) => ({
  caHash: CA_HASH,
  phases: joinPhasesOf(version),
  support: kubernetesSupport(version),
});
const whole = contextOf('v1.31.9');
const joiner = { name: 'cp-2', peerUrl: 'https://10.0.0.12:2380' };
const first = member('cp-1', '10.0.0.11');
const voter = member('cp-2', '10.0.0.12');

describe('a whole join', () => {
  test('of an older version skips its nested etcd phase once promoted', () => {
    const state = { ...prepared, manifests: allManifests, etcdData: true };
    expect(decideEtcdJoin(state, joiner, { members: [first, voter], nodeObject: 'absent' }, whole)).toMatchObject({
      move: 'resume',
      skipPhases: ['check-etcd', 'control-plane-join/etcd'],
      ignorePreflightErrors: expect.arrayContaining(['Port-2379', 'DirAvailable--var-lib-etcd']),
    });
  });

  const seenReady = { members: [first, voter], nodeObject: 'ready' } as const;

  test.each([whole, contextOf('v1.17.4'), contextOf('v1.36.3')])(
    'that was cut off after its promotion still marks its node, without starting a kubelet that is Ready',
    (context) => {
      const decision = decideEtcdJoin({ ...joined, markedControlPlane: false }, joiner, seenReady, context);
      expect(decision).toMatchObject({
        move: 'resume',
        skipPhases: expect.arrayContaining(['kubelet-start', context.phases.etcdJoin]),
      });
      expect('skipPhases' in decision && decision.skipPhases).not.toContain('control-plane-join');
    },
  );

  test('whose node is marked is over', () => {
    expect(decideEtcdJoin(joined, joiner, seenReady, whole)).toEqual({ move: 'none' });
  });

  test('that has ended is only waited for', () => {
    const state = { ...joined, markedControlPlane: false };
    const decision = decideFinishJoin(state, { nodeObject: 'absent' }, { ...whole, tokenId: 'abcdef' });
    expect(decision).toEqual({ move: 'start-kubelet' });
  });
});
