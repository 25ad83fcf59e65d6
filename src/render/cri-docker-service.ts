import { HEADER } from './parts/header';

export interface CriDockerServiceInput {
  /** Path of cri-dockerd. */
  readonly program: string;
  readonly sandboxImage: string;
}

/** cri-docker.service: it takes the socket from cri-docker.socket, and pods get their network from CNI plugins. */
export function renderCriDockerService({ program, sandboxImage }: CriDockerServiceInput): string {
  return `${HEADER}[Unit]
Description=CRI interface for Docker
Documentation=https://mirantis.github.io/cri-dockerd
After=network-online.target docker.service
Wants=network-online.target
Requires=cri-docker.socket docker.service

[Service]
Type=notify
ExecStart=${program} --container-runtime-endpoint=fd:// --network-plugin=cni --pod-infra-container-image=${sandboxImage}
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
