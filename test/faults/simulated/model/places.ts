/** Where kubeadm, the kubelet and etcd keep what they decide by. */
export const MANIFESTS = '/etc/kubernetes/manifests';
export const PKI = '/etc/kubernetes/pki';
export const KUBELET_CONFIG = '/var/lib/kubelet/config.yaml';
export const ETCD_DATA = '/var/lib/etcd/member';
export const BOOTSTRAP_KUBECONFIG = '/etc/kubernetes/bootstrap-kubelet.conf';
export const KUBELET_KUBECONFIG = '/etc/kubernetes/kubelet.conf';
/** What kubelet.conf points to once the kubelet has asked for it; the kubelet.conf of an init carries its own. */
export const KUBELET_CERTIFICATE = '/var/lib/kubelet/pki/kubelet-client-current.pem';
export const ETCD_MANIFEST = `${MANIFESTS}/etcd.yaml`;
export const COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/** Roots of trust, each with what it signs; `sa` signs nothing and has a public half in place of a certificate. */
export const AUTHORITIES: Readonly<Record<string, readonly string[]>> = {
  ca: ['apiserver', 'apiserver-kubelet-client'],
  'front-proxy-ca': ['front-proxy-client'],
  'etcd/ca': ['etcd/server', 'etcd/peer', 'etcd/healthcheck-client', 'apiserver-etcd-client'],
};
/** What all control planes share. */
export const SHARED = [...Object.keys(AUTHORITIES), 'sa'];
export const ALL_PAIRS = [...Object.entries(AUTHORITIES).flatMap(([ca, leaves]) => [ca, ...leaves]), 'sa'];

export const keyOf = (pair: string): string => `${PKI}/${pair}.key`;
export const otherHalfOf = (pair: string): string => `${PKI}/${pair}.${pair === 'sa' ? 'pub' : 'crt'}`;
export const manifestOf = (component: string): string => `${MANIFESTS}/${component}.yaml`;
export const kubeconfigOf = (name: string): string => `/etc/kubernetes/${name}.conf`;
