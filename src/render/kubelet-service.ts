import { HEADER } from './parts/header';

export interface KubeletServiceInput {
  /** Path of the kubelet. */
  readonly program: string;
  readonly runtimeUnit: string;
}

/**
 * kubelet.service. It is enabled before kubeadm has configured the node, so the condition keeps a reboot from turning
 * that into a crash loop.
 */
export function renderKubeletService({ program, runtimeUnit }: KubeletServiceInput): string {
  return `${HEADER}[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/
Wants=network-online.target
After=network-online.target ${runtimeUnit}
ConditionPathExists=/var/lib/kubelet/config.yaml

[Service]
ExecStart=${program}
Restart=always
StartLimitInterval=0
RestartSec=1
LimitNOFILE=1048576

[Install]
WantedBy=multi-user.target
`;
}
