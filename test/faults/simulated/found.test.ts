import './remote/seam';
import { WHOLE_JOINS } from './clusters';
import { runScenario, type Scenario } from './run-scenario';
import { BUNDLE_TIMEOUT_MS, WorkflowHost } from './temporal/workflow-host';

// Faults of the product that seeds have found, each as the smallest scenario that fails once its fix is reverted.

let host: WorkflowHost;

beforeAll(async () => {
  host = await WorkflowHost.load();
}, BUNDLE_TIMEOUT_MS);

async function expectToHold(scenario: Omit<Scenario, 'isPrepared'>): Promise<void> {
  const { problems, struck } = await runScenario({ ...scenario, isPrepared: true }, host);
  expect(problems).toEqual([]);
  expect(struck).toHaveLength(scenario.faults.length);
}

test('a key that a power cut left empty under init is made anew', async () => {
  const blow = { do: 'cut the power', offMs: 5187, emptied: true } as const;
  const at = 'step cp-1 kubeadm-init /etc/kubernetes/pki/etcd/server.key (1)';
  await expectToHold({ seed: 39, shape: '1+0', faults: [{ id: 'H1', at, blow }] });
});

test('a manifest that a power cut left empty under a join is written anew', async () => {
  const blow = { do: 'cut the power', offMs: 36_860, emptied: true } as const;
  const at = 'step cp-2 kubeadm-join-prepare /etc/kubernetes/manifests/kube-apiserver.yaml (1)';
  await expectToHold({ seed: 25, shape: '3+0', faults: [{ id: 'H1', at, blow }] });
});

test('a run that is cancelled before the pod network is finished by the next one', async () => {
  const blow = { do: 'cancel the run' } as const;
  await expectToHold({ seed: 57, shape: '1+0', faults: [{ id: 'C1', at: 'schedule applyCni (1)', blow }] });
});

test('a worker that stood still in a join does not remove the member that its replacement has started', async () => {
  const blow = { do: 'stop the worker', ms: 18_901 } as const;
  const at = 'call joinEtcdMember cp-3 see from peer (1)';
  await expectToHold({ seed: 1372, shape: '3+0', faults: [{ id: 'W4', at, blow }] });
});

test('a worker that stood still before it noted the pod network writes nothing over the note of its replacement', async () => {
  const blow = { do: 'stop the worker', ms: 17_761 } as const;
  const at = 'call applyCni cp-1 kubectl create (1)';
  await expectToHold({ seed: 1084, shape: '1+0', faults: [{ id: 'W4', at, blow }] });
});

test('a run that is cancelled ends as cancelled, though the worker of an activity dies that it waits for', async () => {
  await expectToHold({
    seed: 715,
    shape: '1+1',
    faults: [
      { id: 'W2', at: 'end etcdHealth  (1)', blow: { do: 'kill the worker' } },
      { id: 'C1', at: 'schedule etcdHealth (1)', blow: { do: 'cancel the run' } },
    ],
  });
});

test('join material is taken back by a run that is cancelled after it has issued it', async () => {
  const blow = { do: 'cancel the run' } as const;
  await expectToHold({ seed: 47, shape: '1+1', faults: [{ id: 'C1', at: 'schedule retireJoinMaterial (1)', blow }] });
});

test('join material is taken back although the Temporal server was away for as long as that may take', async () => {
  const blow = { do: 'stop the Temporal server', ms: 180_000 } as const;
  const at = 'call waitNodesReady cp-1 kubectl get nodes (1)';
  await expectToHold({ seed: 5, shape: '1+0', faults: [{ id: 'T1', at, blow }] });
});

test('a machine that was replaced while it joined is claimed anew', async () => {
  const blow = { do: 'destroy the machine', ms: 429_179 } as const;
  const at = 'step w-1 kubeadm-join /etc/kubernetes/bootstrap-kubelet.conf (1)';
  await expectToHold({ seed: 38, shape: '1+1', faults: [{ id: 'E2', at, blow }] });
});

test('a kubelet whose token has gone before it had its certificate is given another one', async () => {
  const blow = { do: 'lose', what: 'the bootstrap tokens' } as const;
  const at = 'step cp-2 kubeadm-join-etcd /etc/kubernetes/manifests/etcd.yaml (1)';
  await expectToHold({ seed: 7, shape: '3+0', faults: [{ id: 'E1', at, blow }] });
});

test.each([
  ['before CoreDNS has its Service', 'the end of coredns'],
  ['between CoreDNS and kube-proxy', 'kube-proxy'],
  ['before kube-proxy has its rights', 'the end of kube-proxy'],
])('an init that a power cut ended %s is finished, though CoreDNS cannot be applied twice', async (_, what) => {
  const blow = { do: 'cut the power', offMs: 5000, emptied: false } as const;
  const at = `step cp-1 kubeadm-init ${what} (1)`;
  await expectToHold({ seed: 4, shape: '1+0', faults: [{ id: 'H1', at, blow }] });
});

test.each(['promoted', 'control-plane-join/mark-control-plane', 'labels'])(
  'a control plane of an older version, whose join a power cut ended at the step `%s`, is still marked',
  async (what) => {
    const blow = { do: 'cut the power', offMs: 5000, emptied: false } as const;
    const at = `step cp-2 kubeadm-join-etcd ${what} (1)`;
    await expectToHold({ seed: 3, shape: `3+0 ${WHOLE_JOINS}`, faults: [{ id: 'H1', at, blow }] });
  },
);
