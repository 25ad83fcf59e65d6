import { HEADER } from './parts/header';

/** cri-docker.socket: where cri-dockerd answers, for root alone. */
export function renderCriDockerSocket(): string {
  return `${HEADER}[Unit]
Description=CRI socket for Docker
PartOf=cri-docker.service

[Socket]
ListenStream=/run/cri-dockerd.sock
SocketMode=0660
SocketUser=root
SocketGroup=root

[Install]
WantedBy=sockets.target
`;
}
