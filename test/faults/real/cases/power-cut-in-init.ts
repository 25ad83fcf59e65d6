import type { Point } from '../bench/breakpoint';
import type { FaultCase } from '../case';
import { powerCut } from './power-cut';

const PKI = '/etc/kubernetes/pki';
const MANIFESTS = '/etc/kubernetes/manifests';

/** Moments of `kubeadm init`, in their order: at least one in each phase. */
const POINTS: readonly Point[] = [
  { title: 'in preflight', begun: true },
  { title: 'between the CA’s key and its certificate', written: `${PKI}/ca.key` },
  { title: 'with the CA’s certificate created and empty', created: `${PKI}/ca.crt` },
  { title: 'between the API server’s key and its certificate', written: `${PKI}/apiserver.key` },
  {
    title: 'between the front proxy CA’s key and its certificate',
    written: `${PKI}/front-proxy-ca.key`,
  },
  { title: 'between etcd’s CA key and its certificate', written: `${PKI}/etcd/ca.key` },
  { title: 'with etcd’s peer certificate created and empty', created: `${PKI}/etcd/peer.crt` },
  { title: 'between sa.key and sa.pub', written: `${PKI}/sa.key` },
  { title: 'with sa.pub created and empty', created: `${PKI}/sa.pub` },
  { title: 'with admin.conf created and empty', created: '/etc/kubernetes/admin.conf' },
  { title: 'after kubelet.conf', written: '/etc/kubernetes/kubelet.conf' },
  { title: 'with etcd’s manifest created and empty', created: `${MANIFESTS}/etcd.yaml` },
  {
    title: 'with the API server’s manifest created and empty',
    created: `${MANIFESTS}/kube-apiserver.yaml`,
  },
  { title: 'after the last manifest', written: `${MANIFESTS}/kube-scheduler.yaml` },
  {
    title: 'with the kubelet’s configuration created and empty',
    created: '/var/lib/kubelet/config.yaml',
  },
  { title: 'while the kubelet starts', printed: '[kubelet-start] Starting the kubelet' },
  { title: 'while it waits for the control plane', printed: '[control-plane-check] Checking' },
  { title: 'while it uploads its configuration', printed: '[upload-config] Storing' },
  { title: 'while it uploads certificates', printed: '[upload-certs] Storing' },
  { title: 'while it marks the node', printed: '[mark-control-plane] Marking' },
  {
    title: 'while it makes the bootstrap token',
    printed: '[bootstrap-token] Configuring bootstrap',
  },
  { title: 'while it makes cluster-info', printed: '[bootstrap-token] Creating the "cluster-info"' },
  { title: 'while it rewires the kubelet', printed: '[kubelet-finalize] Updating' },
  { title: 'between CoreDNS and kube-proxy', printed: '[addons] Applied essential addon: CoreDNS' },
  { title: 'at its very end', printed: '[addons] Applied essential addon: kube-proxy' },
];

/** So far apart that a run of kubeadm which goes on after one of them comes to the next. */
const INSTALLS = 5;

/** Installs of one machine, each with a fifth of the moments: from its first phases to its last. */
export const powerCutInInitCases: readonly FaultCase[] = Array.from({ length: INSTALLS }, (_, first) =>
  initCase(`init-${first + 1}`, first, {}),
);

/** The phases are the same in every version; this fifth has a moment in most of them. */
export const powerCutInOtherInitCases: readonly FaultCase[] = [
  initCase('init-1.33', 2, { kubernetesVersion: 'v1.33.13' }),
];

function initCase(id: string, first: number, of: Pick<FaultCase, 'kubernetesVersion'>): FaultCase {
  const points = POINTS.filter((_point, index) => index % INSTALLS === first);
  return powerCut(
    id,
    { controlPlanes: 1, workers: 0, startState: 'prepared', ...of },
    points.map((point) => ({ machine: 'cp-1', point })),
  );
}
