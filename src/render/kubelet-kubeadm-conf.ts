import { HEADER } from './parts/header';

export interface KubeletKubeadmConfInput {
  /** Path of the kubelet. */
  readonly program: string;
  readonly extraArgsFile: string;
}

/** kubelet.service.d/10-kubeadm.conf: starts the kubelet the way kubeadm configures it; `extraArgsFile` is a person's. */
export function renderKubeletKubeadmConf({ program, extraArgsFile }: KubeletKubeadmConfInput): string {
  return `${HEADER}[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-${extraArgsFile}
ExecStart=
ExecStart=${program} $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;
}
