import type { Cluster } from '../cluster';
import type { Path } from '../problems/problem';
import { isMapping } from '../value-at';
import type { Rule } from './rule';

/** What to do in place of setting the field; keys are paths inside the raw configuration, `*` is any key. */
type OwnedFields = Readonly<Record<string, string>>;

const TYPE_META = { apiVersion: 'nothing: it follows from the Kubernetes version', kind: 'nothing: it is known' };
const BY_SLIPWAY = 'nothing: Slipway issues and re-issues it, and a file is no place for a secret';
const PHASES = 'nothing: Slipway decides which phases run';

const NODE_REGISTRATION = {
  'nodeRegistration.name': 'set spec.nodes[].name instead',
  'nodeRegistration.criSocket': 'set spec.runtime.name instead',
  'nodeRegistration.taints': 'set spec.nodes[].taints instead',
  'nodeRegistration.ignorePreflightErrors': 'set spec.kubeadm.ignorePreflightErrors instead',
  skipPhases: PHASES,
  dryRun: PHASES,
};

const CLUSTER_CONFIGURATION = {
  ...TYPE_META,
  kubernetesVersion: 'set spec.kubernetes.version instead',
  imageRepository: 'set spec.kubernetes.imageRepository instead',
  controlPlaneEndpoint: 'set spec.controlPlaneEndpoint instead',
  clusterName: 'set metadata.name instead',
  networking: 'set spec.networking instead',
  certificatesDir: 'nothing: certificates are observed in /etc/kubernetes/pki',
  'proxy.disabled': 'set spec.kubeProxy.mode to none instead',
  'etcd.external': 'set spec.etcd instead',
  'etcd.local.dataDir': 'nothing: etcd is observed in /var/lib/etcd',
};

const INIT_CONFIGURATION = {
  ...TYPE_META,
  ...NODE_REGISTRATION,
  bootstrapTokens: BY_SLIPWAY,
  certificateKey: BY_SLIPWAY,
  localAPIEndpoint: 'set spec.nodes[].address instead; the port is 6443',
};

const JOIN_CONFIGURATION = {
  ...TYPE_META,
  ...NODE_REGISTRATION,
  discovery: BY_SLIPWAY,
  caCertPath: 'nothing: the CA is observed in /etc/kubernetes/pki',
  'controlPlane.certificateKey': BY_SLIPWAY,
  'controlPlane.localAPIEndpoint': 'set spec.nodes[].address instead; the port is 6443',
};

const KUBELET_CONFIGURATION = {
  ...TYPE_META,
  clusterDomain: 'set spec.networking.dnsDomain instead',
  clusterDNS: 'set spec.networking.serviceSubnet instead',
  cgroupDriver: 'set spec.runtime.cgroupDriver instead',
  containerRuntimeEndpoint: 'set spec.runtime.name instead',
  staticPodPath: 'nothing: kubeadm keeps it at /etc/kubernetes/manifests',
  registerWithTaints: 'set spec.nodes[].taints instead',
};

const KUBE_PROXY_CONFIGURATION = {
  ...TYPE_META,
  mode: 'set spec.kubeProxy.mode instead',
  clusterCIDR: 'set spec.networking.podSubnet instead',
  hostnameOverride: 'set spec.nodes[].name instead',
};

const CONTAINERD_CONFIG = {
  version: 'set spec.runtime.version instead',
  root: 'nothing: containerd is observed in /var/lib/containerd',
  state: 'nothing: containerd is observed in /run/containerd',
  'grpc.address': 'nothing: the kubelet is told of /run/containerd/containerd.sock',
  'plugins.*.sandbox_image': 'set spec.runtime.sandboxImage instead',
  'plugins.*.pinned_images.sandbox': 'set spec.runtime.sandboxImage instead',
  'plugins.*.registry': 'set spec.registry.mirrors instead',
  'plugins.*.containerd.runtimes.runc.options.SystemdCgroup': 'set spec.runtime.cgroupDriver instead',
};

const CRIO_CONFIG = {
  'crio.root': 'nothing: CRI-O is observed in /var/lib/containers/storage',
  'crio.api.listen': 'nothing: the kubelet is told of /var/run/crio/crio.sock',
  'crio.runtime.cgroup_manager': 'set spec.runtime.cgroupDriver instead',
  'crio.image.pause_image': 'set spec.runtime.sandboxImage instead',
  'crio.image.global_auth_file': 'set spec.registry.mirrors[].credentials instead',
};

const DAEMON_JSON = {
  'data-root': 'nothing: Docker is observed in /var/lib/docker',
  hosts: 'nothing: the unit of Docker says where it listens',
  'exec-opts': 'set spec.runtime.cgroupDriver instead',
  'registry-mirrors': 'set spec.registry.mirrors instead',
  'live-restore': 'nothing: without it a restart of Docker ends every pod of the node',
};

/** By the name of the runtime; the raw configuration of any other is its own. */
const RUNTIME_CONFIG: Readonly<Record<string, OwnedFields>> = {
  containerd: CONTAINERD_CONFIG,
  'cri-o': CRIO_CONFIG,
  docker: DAEMON_JSON,
  mirantis: DAEMON_JSON,
};

const OWNED: readonly (readonly [Path, OwnedFields])[] = [
  [['spec', 'kubeadm', 'clusterConfiguration'], CLUSTER_CONFIGURATION],
  [['spec', 'kubeadm', 'initConfiguration'], INIT_CONFIGURATION],
  [['spec', 'kubeadm', 'joinConfiguration'], JOIN_CONFIGURATION],
  [['spec', 'kubelet', 'configuration'], KUBELET_CONFIGURATION],
  [['spec', 'kubeProxy', 'configuration'], KUBE_PROXY_CONFIGURATION],
];

/** A raw override never contradicts a field of the file, and never moves what Slipway observes. */
export const ownedFields: Rule = {
  reads: [],
  check: ({ given, cluster }) =>
    [...OWNED, ofRuntime(cluster)].flatMap(([path, fields]) =>
      Object.entries(fields).flatMap(([field, instead]) =>
        findPaths(given, [...path, ...field.split('.')]).map((at) => ({
          path: at,
          message: `${field} is not an override`,
          accepted: instead,
          atKey: true,
        })),
      ),
    ),
};

function ofRuntime({ spec: { runtime } }: Cluster): (typeof OWNED)[number] {
  return [['spec', 'runtime', 'config'], RUNTIME_CONFIG[runtime.name] ?? {}];
}

/** The paths, with `*` filled in, under which the value has something. */
function findPaths(value: unknown, path: Path, walked: Path = []): Path[] {
  const [part, ...rest] = path;
  if (part === undefined) return [walked];
  if (!isMapping(value)) return [];
  const keys = part === '*' ? Object.keys(value) : Object.keys(value).filter((key) => key === part);
  return keys.flatMap((key) => findPaths(value[key], rest, [...walked, key]));
}
