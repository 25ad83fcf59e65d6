import type { EtcdMember, KubeadmState } from '../../src/plan/facts';
import type { Trace } from '../../src/plan/traces';

/** Nothing of Kubernetes is on the node. */
export const untouched: KubeadmState = {
  certificates: [],
  kubeconfigs: [],
  manifests: [],
  kubeletConfig: false,
  kubeletActive: false,
  etcdData: false,
  cniConfigs: [],
  apiServerLive: false,
};

const pair = (name: string) => ({ name, key: true, certificate: true });
const whole = (name: string) => ({ name, whole: true });

export const allPairs = [
  'ca',
  'etcd/ca',
  'front-proxy-ca',
  'sa',
  'apiserver',
  'apiserver-kubelet-client',
  'apiserver-etcd-client',
  'front-proxy-client',
  'etcd/server',
  'etcd/peer',
  'etcd/healthcheck-client',
].map(pair);

export const controlPlaneKubeconfigs = ['admin.conf', 'controller-manager.conf', 'scheduler.conf'].map(whole);
export const initKubeconfigs = [...controlPlaneKubeconfigs, whole('kubelet.conf'), whole('super-admin.conf')];

export const componentManifests = ['kube-apiserver.yaml', 'kube-controller-manager.yaml', 'kube-scheduler.yaml'];
export const allManifests = ['etcd.yaml', ...componentManifests];

export const CA_HASH = 'c0ffee00'.repeat(8);

export function member(name: string, address: string, isLearner = false): EtcdMember {
  return { id: `a${address.replaceAll('.', '')}`, name, peerUrl: `https://${address}:2380`, isLearner };
}

/** The first control plane of a cluster, with everything that init does. */
export const initialized: KubeadmState = {
  ...untouched,
  certificates: allPairs,
  kubeconfigs: initKubeconfigs,
  manifests: allManifests,
  kubeletConfig: true,
  kubeletActive: true,
  etcdData: true,
  caFingerprint: CA_HASH,
  apiServerLive: true,
  clusterUid: '819083a7-fa63-4caa-9bda-5df9463435a9',
  kubeadmConfigUploaded: true,
  clusterConfiguration: {
    kubernetesVersion: 'v1.34.4',
    controlPlaneEndpoint: '10.0.0.100:8443',
    podSubnet: '10.244.0.0/16',
    serviceSubnet: '10.96.0.0/12',
    dnsDomain: 'cluster.local',
  },
  addons: ['coredns', 'kube-proxy'],
  nodeObject: 'ready',
  markedControlPlane: true,
  members: [member('cp-1', '10.0.0.11')],
};

/** A control plane that waits for its turn at etcd. */
export const prepared: KubeadmState = {
  ...untouched,
  certificates: allPairs,
  kubeconfigs: controlPlaneKubeconfigs,
  manifests: componentManifests,
  caFingerprint: CA_HASH,
};

/** A worker that has joined. */
export const joinedWorker: KubeadmState = {
  ...untouched,
  certificates: [{ name: 'ca', key: false, certificate: true }],
  kubeconfigs: [whole('kubelet.conf')],
  kubeletConfig: true,
  kubeletActive: true,
  caFingerprint: CA_HASH,
  nodeObject: 'ready',
};

/** What a look at the machine finds where kubeadm has left this state. */
export function tracesIn(state: KubeadmState): Trace[] {
  return [
    ...(state.kubeletActive ? [{ what: 'kubelet.service', detail: 'running' }] : []),
    ...(state.certificates.length > 0 ? [{ what: '/etc/kubernetes/pki' }] : []),
    ...state.kubeconfigs.map(({ name }) => ({ what: `/etc/kubernetes/${name}` })),
    ...state.manifests.map((name) => ({ what: `/etc/kubernetes/manifests/${name}` })),
    ...(state.kubeletConfig ? [{ what: '/var/lib/kubelet' }] : []),
    ...(state.etcdData ? [{ what: '/var/lib/etcd' }] : []),
    ...state.cniConfigs.map((name) => ({ what: `/etc/cni/net.d/${name}` })),
  ];
}

/** A control plane that joins, whose kubelet was started and has not bootstrapped yet. */
export const withKubelet: KubeadmState = {
  ...prepared,
  kubeconfigs: [...prepared.kubeconfigs, { name: 'bootstrap-kubelet.conf', whole: true }],
  bootstrapTokenId: 'abcdef',
  kubeletConfig: true,
  kubeletActive: true,
};
/** A control plane in its cluster. */
export const joined: KubeadmState = {
  ...withKubelet,
  kubeconfigs: [...prepared.kubeconfigs, { name: 'kubelet.conf', whole: true }],
  manifests: allManifests,
  etcdData: true,
  apiServerLive: true,
  nodeObject: 'ready',
  markedControlPlane: true,
};
