import type { KubernetesSupport } from '../../config/kubernetes-support';
import type { KubeadmState } from '../facts';
import type { Repair } from './decision';

export const CONTROL_PLANE_MANIFESTS = [
  'kube-apiserver.yaml',
  'kube-controller-manager.yaml',
  'kube-scheduler.yaml',
] as const;
const STATIC_PODS = [...CONTROL_PLANE_MANIFESTS, 'etcd.yaml'] as const;

/** Pairs that all control planes share; the others are signed by them and can always be made again. */
const SHARED_PAIRS = ['ca', 'etcd/ca', 'front-proxy-ca', 'sa'] as const;
const OWN_PAIRS = [
  'apiserver',
  'apiserver-kubelet-client',
  'apiserver-etcd-client',
  'front-proxy-client',
  'etcd/server',
  'etcd/peer',
  'etcd/healthcheck-client',
] as const;

const ADMIN_KUBECONFIGS = ['admin.conf', 'controller-manager.conf', 'scheduler.conf'] as const;

const pkiPath = (name: string) => `/etc/kubernetes/pki/${name}`;
const filesOfPair = (name: string) =>
  name === 'sa' ? [pkiPath('sa.key'), pkiPath('sa.pub')] : [pkiPath(`${name}.key`), pkiPath(`${name}.crt`)];

/** Nothing of kubeadm's, the kubelet's or etcd's is on the node. */
export function isUntouched(state: KubeadmState): boolean {
  return (
    state.certificates.length === 0 &&
    state.kubeconfigs.length === 0 &&
    !state.manifests.some((name) => isStaticPod(name)) &&
    !hasCutFiles(state) &&
    !state.kubeletConfig &&
    !state.etcdData
  );
}

const hasCutFiles = ({ cutFiles = [] }: KubeadmState): boolean => cutFiles.length > 0;

function isStaticPod(name: string): boolean {
  return (STATIC_PODS as readonly string[]).includes(name);
}

const isHalf = (pair: { key: boolean; certificate: boolean }) => pair.key !== pair.certificate;

/** Names of shared pairs of which a half is missing or was cut. */
export function halfSharedPairs({ certificates, cutFiles = [] }: KubeadmState): string[] {
  const halves = certificates.filter(isHalf).map(({ name }) => name);
  return SHARED_PAIRS.filter(
    (name) => halves.includes(name) || filesOfPair(name).some((path) => cutFiles.includes(path)),
  );
}

/**
 * Half pairs and cut files: kubeadm writes a key before its certificate and neither of them atomically, takes what it
 * finds for whole, and so fails on them or, with `sa`, leaves a half behind for good.
 */
export function findRepairs(state: KubeadmState): Repair[] {
  const pairs = state.certificates.filter(isHalf).flatMap(({ name, key }) =>
    filesOfPair(name).map((path) => ({
      path,
      why: `${name} has ${key ? 'a key without its other half' : 'no key'}`,
    })),
  );
  const cut = findCutFiles(state).filter(({ path }) => !pairs.some((repair) => repair.path === path));
  return [...pairs, ...cut];
}

/** All that is to be repaired on a worker, where the CA's certificate rightly stands without its key. */
export function findCutFiles({ kubeconfigs, cutFiles = [] }: KubeadmState): Repair[] {
  const cut = kubeconfigs.filter(({ whole }) => !whole).map(({ name }) => `/etc/kubernetes/${name}`);
  return [...cutFiles, ...cut].map((path) => ({
    path,
    why: `${path.slice('/etc/kubernetes/'.length)} was cut while it was written`,
  }));
}

/** Everything that kubeadm makes on a control plane before etcd and the kubelet start is there, whole. */
export function isPrepared(state: KubeadmState): boolean {
  const pairs = [...SHARED_PAIRS, ...OWN_PAIRS];
  const wanted = state.externalEtcd ? pairs.filter((name) => !name.includes('etcd')) : pairs;
  return (
    wanted.every((name) => state.certificates.some((pair) => pair.name === name && pair.key && pair.certificate)) &&
    ADMIN_KUBECONFIGS.every((name) => hasKubeconfig(state, name)) &&
    CONTROL_PLANE_MANIFESTS.every((name) => state.manifests.includes(name))
  );
}

export function hasKubeconfig(state: KubeadmState, name: string): boolean {
  return state.kubeconfigs.some((kubeconfig) => kubeconfig.name === name && kubeconfig.whole);
}

/** The kubelet is known to the API server, and asks for nothing by its bootstrap token any more. */
export function hasKubeletIdentity(state: KubeadmState): boolean {
  return hasKubeconfig(state, 'kubelet.conf') && state.kubeletUncertified === undefined;
}

/** All static pods are on disk and the kubelet has its configuration: the control plane is up, or coming up. */
export function isStarted(state: KubeadmState): boolean {
  const pods = state.externalEtcd ? CONTROL_PLANE_MANIFESTS : STATIC_PODS;
  return pods.every((name) => state.manifests.includes(name)) && state.kubeletConfig;
}

const PORTS_OF: Readonly<Record<(typeof STATIC_PODS)[number], readonly number[]>> = {
  'kube-apiserver.yaml': [6443],
  'kube-controller-manager.yaml': [10257],
  'kube-scheduler.yaml': [10259],
  'etcd.yaml': [2379, 2380],
};

/** The preflight checks of init and control-plane joins that fail on exactly what is there. */
export function controlPlaneExceptions(state: KubeadmState): string[] {
  const manifests = STATIC_PODS.filter((name) => state.manifests.includes(name));
  return [
    ...manifests.map((name) => `FileAvailable--etc-kubernetes-manifests-${name}`),
    ...manifests.flatMap((name) => PORTS_OF[name].map((port) => `Port-${port}`)),
    ...(state.etcdData ? ['DirAvailable--var-lib-etcd'] : []),
    ...kubeletExceptions(state),
  ];
}

/** Those of every join beside them. */
export function joinExceptions(
  state: KubeadmState,
  repairs: readonly Repair[],
  { wantsNoManifests }: Pick<KubernetesSupport, 'wantsNoManifests'>,
): string[] {
  const files = [
    ...state.kubeconfigs.map(({ name }) => `/etc/kubernetes/${name}`),
    ...(state.certificates.some(({ name, certificate }) => name === 'ca' && certificate) ? [pkiPath('ca.crt')] : []),
  ];
  const checked = ['/etc/kubernetes/kubelet.conf', '/etc/kubernetes/bootstrap-kubelet.conf', pkiPath('ca.crt')];
  const isDeleted = (path: string) => repairs.some((repair) => repair.path === path);
  return [
    ...checked
      .filter((path) => files.includes(path) && !isDeleted(path))
      .map((path) => `FileAvailable-${path.replaceAll('/', '-')}`),
    ...(wantsNoManifests && state.manifests.length > 0 ? ['DirAvailable--etc-kubernetes-manifests'] : []),
  ];
}

export function kubeletExceptions(state: KubeadmState): string[] {
  return state.kubeletConfig || state.kubeletActive ? ['Port-10250'] : [];
}
