import { HEADER } from './parts/header';

/** buildkit.service for the binaries of upstream's archive; it starts builds in containerd, and ends without it. */
export function renderBuildkitService({ runtimeUnit }: { readonly runtimeUnit: string }): string {
  return `${HEADER}[Unit]
Description=BuildKit
Documentation=https://github.com/moby/buildkit
Requires=${runtimeUnit}
After=network.target ${runtimeUnit}

[Service]
Type=notify
ExecStart=/usr/local/bin/buildkitd
Restart=always
RestartSec=2
LimitNOFILE=1048576
TasksMax=infinity

[Install]
WantedBy=multi-user.target
`;
}
