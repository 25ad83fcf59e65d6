import { pollUntil } from '../../../e2e/support/bench';
import type { Point } from '../bench/breakpoint';
import type { FaultBench } from '../bench/fault-bench';
import type { FaultCase } from '../case';
import { powerCut, type Strike } from './power-cut';

const PKI = '/etc/kubernetes/pki';
const MANIFESTS = '/etc/kubernetes/manifests';
const SETTLE_MS = 90_000;

/** Moments of a control plane's join, in their order. */
const CONTROL_PLANE: readonly Omit<Strike, 'machine'>[] = [
  { point: { title: 'in preflight', begun: true } },
  { point: { title: 'while it downloads certificates', printed: '[download-certs] Downloading' } },
  { point: { title: 'between etcd’s CA key and its certificate', written: `${PKI}/etcd/ca.key` } },
  {
    point: { title: 'between the API server’s key and its certificate', written: `${PKI}/apiserver.key` },
  },
  { point: { title: 'after sa.key', written: `${PKI}/sa.key` } },
  { point: { title: 'with admin.conf created and empty', created: '/etc/kubernetes/admin.conf' } },
  {
    point: { title: 'with the API server’s manifest created and empty', created: `${MANIFESTS}/kube-apiserver.yaml` },
  },
  {
    point: { title: 'with the kubelet’s configuration created and empty', created: '/var/lib/kubelet/config.yaml' },
  },
  { point: { title: 'while the kubelet starts', printed: '[kubelet-start] Starting the kubelet' } },
  {
    point: { title: 'after its learner was added, before it starts', printed: '[etcd] Announced new etcd member' },
  },
  {
    point: { title: 'with etcd’s manifest created and empty', created: `${MANIFESTS}/etcd.yaml` },
  },
  {
    point: { title: 'with its learner started and not promoted', written: `${MANIFESTS}/etcd.yaml` },
    settle: awaitStartedLearner,
  },
  {
    point: { title: 'after its member was promoted', printed: '[etcd] Waiting for the new etcd member' },
  },
  {
    point: { title: 'while it is marked', printed: '[mark-control-plane] Marking' },
  },
  {
    point: { title: 'while it waits for its control plane', printed: '[control-plane-check] Checking' },
  },
];

/** Moments of a worker's join, in their order. */
const WORKER: readonly Point[] = [
  { title: 'in preflight', begun: true },
  { title: 'with the CA’s certificate created and empty', created: `${PKI}/ca.crt` },
  {
    title: 'with its bootstrap kubeconfig created and empty',
    created: '/etc/kubernetes/bootstrap-kubelet.conf',
  },
  { title: 'with the kubelet’s configuration created and empty', created: '/var/lib/kubelet/config.yaml' },
  { title: 'after the kubelet’s flags', written: '/var/lib/kubelet/kubeadm-flags.env' },
  { title: 'while the kubelet starts', printed: '[kubelet-start] Starting the kubelet' },
  { title: 'while the kubelet bootstraps', printed: '[kubelet-check] Waiting for a healthy kubelet' },
];

/** Phases that write no file. Source: kubeadm 1.34, checketcd.go and kubelet.go of cmd/phases/join. */
const FILELESS_PHASES: readonly Strike[] = [
  { title: 'in check-etcd', printed: '[check-etcd] Checking that the etcd cluster is healthy' },
  { title: 'in kubelet-wait-bootstrap', printed: '[kubelet-check] Waiting for a healthy kubelet' },
].map((point) => ({ machine: 'cp-2', point }));

/** So far apart that a join which goes on after one of them comes to the next. */
const INSTALLS = 5;

/** Control planes and a worker join side by side; one and the worker lose power, each at a fifth of its moments. */
const fifths = Array.from({ length: INSTALLS }, (_, first) => joinCase(`join-${first + 1}`, first, {}));

export const powerCutInJoinCases: readonly FaultCase[] = [
  ...fifths,
  powerCut(`join-${INSTALLS + 1}`, { controlPlanes: 3, workers: 1, startState: 'initialized' }, FILELESS_PHASES),
];

/** 1.33 is joined by the same phases; a control plane of 1.29 as a whole, which has no moments of later phases. */
export const powerCutInOtherJoinCases: readonly FaultCase[] = [
  ...fifths.map((_, first) => joinCase(`join-${first + 1}-1.33`, first, { kubernetesVersion: 'v1.33.13' })),
  ...[2, 3].map((first) => joinCase(`join-${first + 1}-1.29`, first, { kubernetesVersion: 'v1.29.6' })),
];

function joinCase(id: string, first: number, of: Pick<FaultCase, 'kubernetesVersion'>): FaultCase {
  const isOwn = (_each: unknown, index: number) => index % INSTALLS === first;
  return powerCut(id, { controlPlanes: 3, workers: 1, startState: 'initialized', ...of }, [
    ...CONTROL_PLANE.filter(isOwn).map((strike) => ({ machine: 'cp-2', ...strike })),
    ...WORKER.filter(isOwn).map((point) => ({ machine: 'worker-1', point })),
  ]);
}

/** Its member has a name, which it gets when it starts. */
async function awaitStartedLearner({ lab, oracle }: FaultBench): Promise<void> {
  const [first] = await lab.machines();
  await pollUntil(
    'the learner starts',
    SETTLE_MS,
    () => oracle.etcd('cp-1', [first?.address ?? '']),
    ({ learners }) => learners.includes('cp-2'),
  );
}
