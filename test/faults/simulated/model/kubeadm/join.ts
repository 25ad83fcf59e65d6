import { minorOf } from '../../../../../src/config/kubernetes-support';
import { type Kubeconfig, readKubeletIdentity } from '../kubelet';
import { BOOTSTRAP_KUBECONFIG, KUBELET_CONFIG, keyOf, otherHalfOf, SHARED } from '../places';
import { readText } from './config';
import { requireEndpoint, requireToken } from './discovery';
import { joinEtcd } from './etcd-join';
import { makeCertificates, makeKubeconfigs, writeComponents } from './files';
import { markControlPlane, waitControlPlane } from './init';
import { checkControlPlane, checkWorker } from './preflight';
import { KubeadmError, type KubeadmRun, type Phase, waitFor } from './run';

const TLS_BOOTSTRAP_MS = 300_000;

/** The phases of a control-plane join of 1.33 and 1.34, in kubeadm's order. */
const CONTROL_PLANE_JOIN: readonly Phase[] = [
  ['preflight', checkControlPlane],
  ['control-plane-prepare', prepareControlPlane],
  ['check-etcd', checkEtcd],
  ['kubelet-start', (run) => startKubelet(run, 'local')],
  ['etcd-join', joinEtcd],
  ['kubelet-wait-bootstrap', awaitBootstrap],
  ['control-plane-join', markControlPlane],
  ['wait-control-plane', waitControlPlane],
];

/** Of 1.32 and before: the node registers, at the endpoint, before etcd is joined. */
const OLDER_CONTROL_PLANE_JOIN: readonly Phase[] = [
  ['preflight', checkControlPlane],
  ['control-plane-prepare', prepareControlPlane],
  ['check-etcd', checkEtcd],
  ['kubelet-start', startAndBootstrap],
  ['control-plane-join/etcd', joinEtcd],
  ['control-plane-join/mark-control-plane', markAtEndpoint],
];

const WORKER_JOIN: readonly Phase[] = [
  ['preflight', checkWorker],
  ['kubelet-start', (run) => startKubelet(run, 'endpoint')],
  ['kubelet-wait-bootstrap', awaitBootstrap],
];

const OLDER_WORKER_JOIN: readonly Phase[] = [
  ['preflight', checkWorker],
  ['kubelet-start', startAndBootstrap],
];

const isOlder = (version: string) => minorOf(version) < 33;
export const controlPlaneJoin = (version: string) => (isOlder(version) ? OLDER_CONTROL_PLANE_JOIN : CONTROL_PLANE_JOIN);
export const workerJoin = (version: string) => (isOlder(version) ? OLDER_WORKER_JOIN : WORKER_JOIN);

/** The certificates come in no order that could be relied on, and replace what is there. */
async function prepareControlPlane(run: KubeadmRun): Promise<void> {
  const { process, script } = run;
  const { liveCertificates } = requireToken(run);
  if (liveCertificates === undefined) {
    throw new KubeadmError(
      'Secret "kubeadm-certs" was not found in the "kube-system" Namespace. This Secret might have expired.',
    );
  }
  if (liveCertificates.certificateKey !== readText(script.config, 'certificateKey')) {
    throw new KubeadmError('error decoding secret data with provided key: cipher: message authentication failed');
  }
  const source = process.machine.world.machines.find(({ servedCluster }) => servedCluster !== undefined);
  for (const pair of SHARED.toSorted(() => process.machine.world.random.fraction() - 0.5)) {
    const content = source?.disk.read(otherHalfOf(pair)) ?? '';
    await process.write(keyOf(pair), content);
    await process.write(otherHalfOf(pair), content);
  }
  await makeCertificates(run);
  await makeKubeconfigs(run, ['admin', 'controller-manager', 'scheduler'], () => 'endpoint');
  await writeComponents(run);
}

/** Of 1.34: every member that has started must answer. */
async function checkEtcd(run: KubeadmRun): Promise<void> {
  const cluster = requireEndpoint(run);
  const isAnswering = () => cluster.members.every((member) => member.name === '' || cluster.machineOf(member)?.isOn);
  await waitFor(run, 40_000, 'etcd cluster is not healthy', () => cluster.hasQuorum && isAnswering());
}

async function startKubelet(run: KubeadmRun, server: Kubeconfig['server']): Promise<void> {
  const { process, script } = run;
  const { machine } = process;
  const cluster = requireToken(run);
  const ca = machine.caFingerprint ?? caOf(run);
  const token = readText(script.config, 'token');
  await process.write(BOOTSTRAP_KUBECONFIG, JSON.stringify({ ca, server, token } satisfies Kubeconfig));
  if (!machine.disk.has(otherHalfOf('ca'))) await process.write(otherHalfOf('ca'), ca);
  if (cluster.stateOf(machine.name) === 'ready') {
    throw new KubeadmError(`a Node with name "${machine.name}" and status "Ready" already exists in the cluster`);
  }
  machine.kubelet.stop();
  await process.write(KUBELET_CONFIG, 'config');
  machine.kubelet.start();
}

function caOf({ process }: KubeadmRun): string {
  return process.machine.world.machines.find(({ servedCluster }) => servedCluster)?.caFingerprint ?? '';
}

/** The credential of the bootstrap is taken off the disk, however this ends. */
async function awaitBootstrap(run: KubeadmRun): Promise<void> {
  const { process } = run;
  try {
    await waitFor(
      run,
      TLS_BOOTSTRAP_MS,
      'timed out waiting for the kubelet to perform the TLS Bootstrap',
      () => readKubeletIdentity(process.machine) !== undefined,
    );
  } finally {
    if (process.isAlive) process.remove(BOOTSTRAP_KUBECONFIG);
  }
}

async function startAndBootstrap(run: KubeadmRun): Promise<void> {
  await startKubelet(run, 'endpoint');
  await awaitBootstrap(run);
}

async function markAtEndpoint(run: KubeadmRun): Promise<void> {
  const { process } = run;
  await process.work(80, 'labels');
  const node = requireEndpoint(run).nodes.get(process.machine.name);
  if (node === undefined) throw new KubeadmError(`nodes "${process.machine.name}" not found`);
  node.isControlPlane = true;
}
