import { HEADER } from './parts/header';

/**
 * containerd.service for the binaries of upstream's archive. Containers outlive a restart (`KillMode=process`), own
 * their cgroups (`Delegate`), and inherit a bounded LimitNOFILE: with `infinity` programs that close every possible
 * descriptor take minutes to start.
 */
export function renderContainerdService(): string {
  return `${HEADER}[Unit]
Description=containerd container runtime
Documentation=https://containerd.io
After=network.target local-fs.target dbus.service

[Service]
ExecStartPre=-/sbin/modprobe overlay
ExecStart=/usr/local/bin/containerd
Type=notify
Delegate=yes
KillMode=process
Restart=always
RestartSec=2
LimitNPROC=infinity
LimitCORE=infinity
LimitNOFILE=1048576
TasksMax=infinity
OOMScoreAdjust=-999

[Install]
WantedBy=multi-user.target
`;
}
