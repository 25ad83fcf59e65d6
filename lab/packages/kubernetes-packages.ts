import { PATHS, kubernetesBinaryPath } from '../artifacts/paths';
import { VERSIONS } from '../versions';
import type { Package, PackageFormat } from './package';

/** Where a family keeps what its packages bring. */
const LAYOUTS = {
  apt: { units: '/lib/systemd/system', settings: '/etc/default', conntrack: 'conntrack', iproute: 'iproute2' },
  rpm: {
    units: '/usr/lib/systemd/system',
    settings: '/etc/sysconfig',
    conntrack: 'conntrack-tools',
    iproute: 'iproute',
  },
} as const;

/** Packages of a Kubernetes version as pkgs.k8s.io has them: names, files, units and dependencies. */
export function kubernetesPackages(version: string, format: PackageFormat): readonly Package[] {
  const layout = LAYOUTS[format];
  const release = format === 'apt' ? '1.1' : '0';
  const binary = (name: string) => ({
    artifact: kubernetesBinaryPath(version, name),
    to: `/usr/bin/${name}`,
  });
  const own = { version: version.slice(1), release };
  return [
    {
      ...own,
      name: 'kubelet',
      summary: 'Node agent for Kubernetes clusters',
      needs: [
        'kubernetes-cni',
        'ebtables',
        'ethtool',
        'iptables',
        'socat',
        'util-linux',
        layout.conntrack,
        layout.iproute,
      ],
      files: [
        binary('kubelet'),
        { to: `${layout.units}/kubelet.service`, text: KUBELET_SERVICE },
        { to: `${layout.settings}/kubelet`, text: 'KUBELET_EXTRA_ARGS=\n' },
      ],
    },
    {
      ...own,
      name: 'kubeadm',
      summary: 'Command-line utility for administering a Kubernetes cluster',
      needs: ['kubelet', 'kubectl', 'kubernetes-cni', 'cri-tools'],
      files: [
        binary('kubeadm'),
        {
          to: `${layout.units}/kubelet.service.d/10-kubeadm.conf`,
          text: renderKubeadmConf(`${layout.settings}/kubelet`),
        },
      ],
    },
    { ...own, name: 'kubectl', summary: 'Command-line utility for Kubernetes', needs: [], files: [binary('kubectl')] },
    ...companions(release),
  ];
}

/** What Kubernetes' packages need, and has versions of its own. */
function companions(release: string): readonly Package[] {
  return [
    {
      name: 'kubernetes-cni',
      version: VERSIONS.cniPlugins,
      release,
      summary: 'Binaries of the reference CNI plugins',
      needs: [],
      files: CNI_PLUGINS.map((name) => ({
        artifact: PATHS.cniPlugins,
        member: `./${name}`,
        to: `/opt/cni/bin/${name}`,
      })),
    },
    {
      name: 'cri-tools',
      version: VERSIONS.crictl,
      release,
      summary: 'crictl: a stand-in of the Slipway lab',
      needs: [],
      files: [{ artifact: PATHS.crictl, member: 'crictl', to: '/usr/bin/crictl' }],
    },
  ];
}

const CNI_PLUGINS = ['bandwidth', 'bridge', 'firewall', 'host-local', 'loopback', 'portmap', 'tuning'];

const KUBELET_SERVICE = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
`;

function renderKubeadmConf(settingsFile: string): string {
  return `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-${settingsFile}
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;
}
