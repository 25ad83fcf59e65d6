import type { KubeadmState } from '../../../../src/plan/facts';
import { readRecord } from '../../../../src/remote/pod-network/record';
import type { SimulatedCluster } from './cluster';
import { readKubeconfig, readKubeletIdentity } from './kubelet';
import { CNI_CONFIG, type Machine } from './machine';
import {
  BOOTSTRAP_KUBECONFIG,
  ETCD_DATA,
  KUBELET_CONFIG,
  KUBELET_KUBECONFIG,
  MANIFESTS,
  otherHalfOf,
  PKI,
} from './places';

/** What the product's probe tells of a machine: empty files count as absent, what does not answer is left out. */
export function observe(machine: Machine): KubeadmState {
  const { disk, kubelet, caFingerprint } = machine;
  const token = readKubeconfig(machine, BOOTSTRAP_KUBECONFIG)?.token;
  return {
    certificates: listPairs(machine),
    kubeconfigs: disk
      .list('/etc/kubernetes')
      .filter((path) => /^\/etc\/kubernetes\/[^/]+\.conf$/.test(path))
      .map((path) => ({ name: path.slice('/etc/kubernetes/'.length), whole: disk.read(path) !== undefined })),
    manifests: disk
      .list(MANIFESTS)
      .filter((path) => disk.read(path) !== undefined)
      .map((path) => path.slice(MANIFESTS.length + 1)),
    kubeletConfig: disk.read(KUBELET_CONFIG) !== undefined,
    kubeletActive: kubelet.isActive,
    etcdData: disk.has(ETCD_DATA),
    cniConfigs: machine.podTraces.has(CNI_CONFIG) || machine.servesPods ? ['10-flannel.conflist'] : [],
    apiServerLive: machine.servedCluster !== undefined,
    ...listCutFiles(machine),
    ...(disk.has(KUBELET_KUBECONFIG) &&
      readKubeletIdentity(machine) === undefined && { kubeletUncertified: true as const }),
    ...(token !== undefined && { bootstrapTokenId: token.slice(0, 6) }),
    ...(caFingerprint !== undefined && { caFingerprint }),
    ...observeApi(machine),
    ...observeMembers(machine),
  };
}

function listPairs({ disk }: Machine): KubeadmState['certificates'] {
  const whole = disk.list(PKI).filter((path) => disk.read(path) !== undefined);
  const names = new Set(whole.map((path) => path.slice(PKI.length + 1).replace(/\.(?:crt|key|pub)$/, '')));
  return [...names].toSorted().map((name) => ({
    name,
    key: whole.includes(`${PKI}/${name}.key`),
    certificate: whole.includes(otherHalfOf(name)),
  }));
}

function listCutFiles({ disk }: Machine): Pick<KubeadmState, 'cutFiles'> {
  const cut = [...disk.list(PKI), ...disk.list(MANIFESTS)].filter((path) => disk.read(path) === undefined);
  return cut.length > 0 ? { cutFiles: cut.toSorted() } : {};
}

/** Through the machine's own API server; where it does not answer, as the kubelet sees its own node. */
function observeApi(machine: Machine): Partial<KubeadmState> {
  const api = machine.servedCluster;
  if (api !== undefined) {
    return {
      clusterUid: api.uid,
      podNetwork: observePodNetwork(api),
      nodeNames: [...api.nodes.keys()],
      kubeadmConfigUploaded: api.kubeadmConfig !== undefined,
      addons: addonsThatAre(api, 'whole'),
      addonsBegun: addonsThatAre(api, 'begun'),
      ...observeNode(api, machine),
    };
  }
  const own = readKubeletIdentity(machine);
  const seen = own && machine.findApi(own);
  if (seen === undefined) return {};
  return observeNode(seen, machine);
}

const addonsThatAre = ({ addons }: SimulatedCluster, state: 'begun' | 'whole') =>
  [...addons].flatMap(([addon, is]) => (is === state ? [addon] : []));

function observePodNetwork({ podNetworkRecord }: SimulatedCluster): NonNullable<KubeadmState['podNetwork']> {
  const record = podNetworkRecord === undefined ? undefined : readRecord(JSON.parse(podNetworkRecord));
  return { agents: [], ...(record && { record }) };
}

function observeNode(api: SimulatedCluster, { name }: Machine): Partial<KubeadmState> {
  const node = api.nodes.get(name);
  if (node === undefined) return { nodeObject: 'absent' };
  const { isControlPlane, labels, annotations } = node;
  return { nodeObject: api.stateOf(name), markedControlPlane: isControlPlane, nodeSettings: { labels, annotations } };
}

/** A learner answers nobody, and a member without a quorum has nothing to say. */
function observeMembers(machine: Machine): Partial<KubeadmState> {
  const hasCertificate = machine.disk.read(otherHalfOf('etcd/healthcheck-client')) !== undefined;
  return hasCertificate && machine.hasVotingEtcd && machine.etcd ? { members: machine.etcd.cluster.listMembers() } : {};
}
