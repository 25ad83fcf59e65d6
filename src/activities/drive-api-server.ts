import { etcdAccessOf } from '../catalog/etcd/access';
import type { KubeadmState } from '../plan/facts';
import { etcdEndpoints, isSameList, refuseOtherEtcd } from '../plan/etcd/api-server-etcd';
import { askEndpoints } from '../remote/etcd-gateway';
import { composeKubeadm, STATE_CHANGED_EXIT } from '../remote/kubeadm/compose-kubeadm';
import { pollApiServerWith } from '../remote/kubeadm/live-polls';
import { observeKubernetes } from '../remote/kubeadm/observe-kubernetes';
import { kubectlOn } from '../remote/kubectl';
import { digestInput } from '../remote/operation';
import { kubeadmApiServerConfig, withEtcdEndpoints } from '../steps';
import { awaitLive } from './await-live';
import { writerOf } from './control-plane-access';
import { failure } from './failures';
import { kubeadmFailure } from './kubeadm-failure';
import type { KubeadmNode } from './kubeadm-node';

const PHASE = 'control-plane apiserver';
/** One manifest from a file; nothing is downloaded. */
const TIMEOUT_SECONDS = 120;
/** A run that ends well and leaves the manifest as it was is run again; this often, and something else is wrong. */
const MAX_RUNS = 3;

/**
 * The API server of this control plane runs with the cluster file's endpoints of the external etcd, and is ready; so will
 * one that joins. True: something was changed. Errors: ApplicationFailure `EtcdUnhealthy`, `NodeStateRefused`,
 * `KubeadmFailed`, `ApiServerUnavailable`; RemoteError.
 */
export async function driveApiServer(on: KubeadmNode): Promise<boolean> {
  const wanted = etcdEndpoints(on.cluster);
  for (let runs = 0; runs < MAX_RUNS;) {
    on.signal.throwIfAborted();
    on.report('looking at what its API server asks');
    const { state, digest } = await observeKubernetes(on.session, on.node.address, on.signal, etcdAccessOf(on.cluster));
    const asked = readAsked(on, state);
    if (isSameList(asked, wanted)) {
      await awaitIt(on, asked);
      const { hasChanged } = await tellCluster(on, wanted);
      return runs > 0 || hasChanged;
    }
    await assertSameEtcd(on, asked, wanted);
    const { clusterConfiguration } = await tellCluster(on, wanted);
    const outcome = await run(on, clusterConfiguration, digest);
    if (outcome.exitCode === STATE_CHANGED_EXIT) continue;
    if (outcome.exitCode !== 0) throw kubeadmFailure(`init phase ${PHASE}`, outcome);
    runs += 1;
  }
  throw failure(
    'KubeadmFailed',
    `kubeadm init phase ${PHASE} ended well ${MAX_RUNS} times and the manifest of the API server still has other endpoints`,
  );
}

/** What the power has left no manifest of, a new run makes as it makes what an init or a join has left unfinished. */
function readAsked({ node }: KubeadmNode, { apiServerEtcd }: KubeadmState): readonly string[] {
  if (apiServerEtcd !== undefined) return apiServerEtcd;
  const cause = `${node.name} has no whole manifest of an API server that asks an external etcd`;
  throw failure('NodeStateRefused', `${cause}. Abort this run and install again, which looks at the node anew.`);
}

/** Every endpoint answers this node, and is of the etcd that holds the cluster now. */
async function assertSameEtcd(on: KubeadmNode, asked: readonly string[], wanted: readonly string[]): Promise<void> {
  on.report('asking whether all endpoints are of one etcd');
  const all = [...new Set([...asked, ...wanted])];
  const answers = await askEndpoints(on.session, all, on.signal, etcdAccessOf(on.cluster));
  const identities = answers.map(({ endpoint, status }) => {
    const clusterId = status?.header?.cluster_id;
    return { endpoint, ...(clusterId !== undefined && { clusterId }) };
  });
  const refusal = refuseOtherEtcd(asked, wanted, identities);
  if (refusal === undefined) return;
  const said = `its API server stays with ${asked.join(', ')}: ${refusal.cause}`;
  if (refusal.kind === 'silent') throw failure('EtcdUnhealthy', said);
  throw failure('NodeStateRefused', `${said}. Set spec.etcd to the endpoints of the etcd that holds this cluster.`);
}

interface ConfigMap {
  readonly data: Readonly<Record<string, string>>;
}

/** What control planes are made from has these endpoints; by its resource version, so that no other change is lost. */
async function tellCluster(on: KubeadmNode, wanted: readonly string[]) {
  const kubectl = kubectlOn(on.session, on.node.address);
  const { signal } = on;
  const name = ['configmap', 'kubeadm-config', '--namespace', 'kube-system'];
  const configMap = await kubectl.json<ConfigMap>(['get', ...name], { signal });
  const before = configMap.data['ClusterConfiguration'] ?? '';
  const clusterConfiguration = withEtcdEndpoints(before, wanted);
  const hasChanged = clusterConfiguration !== before;
  if (hasChanged) {
    on.report('telling kubeadm-config where etcd is');
    const changed = { ...configMap, data: { ...configMap.data, ClusterConfiguration: clusterConfiguration } };
    const writer = writerOf('tell the cluster where etcd is', on.fence);
    await kubectl.run(['replace', '-f', '-'], { stdin: JSON.stringify(changed), writer, signal });
  }
  return { clusterConfiguration, hasChanged };
}

/** The manifest is no part of the identity: whatever run is under way is waited for, not doubled. */
function run(on: KubeadmNode, clusterConfiguration: string, stateDigest: string) {
  on.report(`kubeadm init phase ${PHASE}`);
  const verb = 'kubeadm-api-server';
  return on.operate({
    verb,
    inputDigest: digestInput(verb, on.fence.clusterUid, on.node.name),
    script: composeKubeadm({
      command: 'init',
      phase: PHASE,
      config: kubeadmApiServerConfig(on.cluster, on.node, clusterConfiguration, { catalog: on.catalog }),
      stateDigest,
      skipPhases: [],
      ignorePreflightErrors: [],
      repairs: [],
    }),
    timeoutSeconds: TIMEOUT_SECONDS,
  });
}

/** The kubelet ends the old one and starts the new one; `written`: as the manifest has it. */
async function awaitIt(on: KubeadmNode, written: readonly string[]): Promise<void> {
  const { session, node, signal, cluster } = on;
  const flag = `--etcd-servers=${written.join(',')}`;
  const isThere = await awaitLive(on, 'its API server', cluster.spec.patience.apiServerSeconds, () =>
    pollApiServerWith(session, node.address, flag, signal),
  );
  if (isThere) return;
  throw failure(
    'ApiServerUnavailable',
    `the API server of ${node.name} is not ready with ${flag}; no other control plane is touched before it is`,
  );
}
