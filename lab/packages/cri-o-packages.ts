import { PATHS } from '../artifacts/paths';
import { VERSIONS } from '../versions';
import type { Package, PackageFile, PackageFormat } from './package';

const SECCOMP: Readonly<Record<PackageFormat, string>> = { apt: 'libseccomp2', rpm: 'libseccomp' };

/** What CRI-O's packages bring for themselves stands here, and does not get in the way of another runtime. */
const OWN_PROGRAMS = '/usr/libexec/crio';

const ownProgram = (debian: string, from: string, name: string): PackageFile => ({
  debian,
  from: `${from}/${name}`,
  to: `${OWN_PROGRAMS}/${name}`,
});

/** The package `cri-o` with the lab's stand-in, its unit, and a network that would answer for the pods' own. */
export function criOPackages(format: PackageFormat): readonly Package[] {
  return [
    {
      name: 'cri-o',
      version: VERSIONS.criO,
      release: '1.lab',
      summary: 'CRI-O: a stand-in of the Slipway lab, before a containerd of Debian',
      needs: [SECCOMP[format]],
      files: [
        { artifact: PATHS.crio, to: '/usr/bin/crio' },
        ownProgram('containerd', 'usr/bin', 'containerd'),
        ownProgram('containerd', 'usr/bin', 'containerd-shim-runc-v2'),
        ownProgram('runc', 'usr/sbin', 'runc'),
        { to: '/usr/lib/systemd/system/crio.service', text: CRIO_SERVICE },
        { to: '/etc/cni/net.d/10-crio-bridge.conflist', text: EXAMPLE_NETWORK },
      ],
    },
  ];
}

const CRIO_SERVICE = `[Unit]
Description=Container Runtime Interface for OCI (CRI-O): a stand-in of the Slipway lab
Wants=network-online.target
Before=kubelet.service
After=network-online.target

[Service]
Type=notify
ExecStart=/usr/bin/crio
Delegate=yes
KillMode=process
TasksMax=infinity
Restart=on-failure
RestartSec=10

[Install]
WantedBy=multi-user.target
`;

const EXAMPLE_NETWORK = `${JSON.stringify({
  cniVersion: '0.4.0',
  name: 'crio',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni0',
      isGateway: true,
      ipMasq: true,
      ipam: { type: 'host-local', ranges: [[{ subnet: '10.85.0.0/16' }]] },
    },
  ],
})}\n`;
