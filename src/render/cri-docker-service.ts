import { HEADER } from './parts/header';

export interface CriDockerServiceInput {
  /** Path of cri-dockerd. */
  readonly program: string;
  readonly sandboxImage: string;
}

/**
 * cri-docker.service: it takes the socket from cri-docker.socket, and pods get their network from CNI plugins. What is
 * streamed to `kubectl exec` goes through the kubelet, so that nobody else needs to reach it; without an address every
 * interface would listen.
 */
export function renderCriDockerService({ program, sandboxImage }: CriDockerServiceInput): string {
  return `${HEADER}[Unit]
Description=CRI interface for Docker
Documentation=https://mirantis.github.io/cri-dockerd
After=network-online.target docker.service
Wants=network-online.target
Requires=cri-docker.socket docker.service

[Service]
Type=notify
ExecStart=${program} --container-runtime-endpoint=fd:// --network-plugin=cni --streaming-bind-addr=127.0.0.1:0 --pod-infra-container-image=${sandboxImage}
Restart=always
RestartSec=2
TimeoutSec=0
LimitNPROC=infinity
LimitCORE=infinity
LimitNOFILE=1048576
TasksMax=infinity
Delegate=yes
KillMode=process

[Install]
WantedBy=multi-user.target
`;
}
