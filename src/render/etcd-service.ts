import { HEADER } from './parts/header';

/**
 * etcd.service. A member that was never told how to find the others does not start; `notify` lets whoever restarts it
 * wait until it serves again.
 */
export function renderEtcdService({ program }: { readonly program: string }): string {
  return `${HEADER}[Unit]
Description=etcd
Documentation=https://etcd.io/docs/
Wants=network-online.target
After=network-online.target
ConditionPathExists=/etc/etcd/start.env

[Service]
User=etcd
Group=etcd
EnvironmentFile=/etc/etcd/etcd.env
EnvironmentFile=/etc/etcd/start.env
ExecStart=${program}
Type=notify
TimeoutStartSec=0
Restart=always
RestartSec=2
LimitNOFILE=65536
OOMScoreAdjust=-999
Nice=-5
IOSchedulingClass=best-effort
IOSchedulingPriority=0

[Install]
WantedBy=multi-user.target
`;
}
