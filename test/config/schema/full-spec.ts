const SUM = 'a'.repeat(64);
const binaries = { kubeadm: SUM, kubelet: SUM, kubectl: SUM };
const template = 'https://example.com/{version}/{arch}.tar.gz';
const artifact = { url: template, sha256Url: `${template}.sha256`, sha256: { amd64: SUM, arm64: SUM } };
const taint = { key: 'example.com/gpu', value: 'yes', effect: 'NoSchedule' };
const key = { file: '/etc/slipway/key.asc', url: 'https://example.com/key.asc', sha256: SUM };
const file = { file: '/etc/slipway/secret' };

const hop = {
  user: 'ops',
  privateKey: file,
  passphrase: file,
  password: { env: 'SLIPWAY_PASSWORD' },
  knownHosts: file,
  hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZ='],
};
const ssh = { ...hop, sudo: { password: file }, bastion: { host: 'gw.example.com', ...hop } };
const group = {
  roles: ['worker'],
  labels: { 'example.com/disk': 'nvme' },
  taints: [taint],
  site: 'east',
  ssh: { ...hop, sudo: 'passwordless', bastion: 'none' },
};

/** A file in which every text field of the schema has a value, as far as the shape goes. */
export const FULL_FILE = {
  apiVersion: 'slipway.dev/v1alpha1',
  kind: 'Cluster',
  metadata: { name: 'lab' },
  spec: {
    preset: 'upstream',
    kubernetes: { version: 'v1.34.4', imageRepository: 'registry.k8s.io', install: 'archive' },
    controlPlaneEndpoint: '10.0.0.100:8443',
    loadBalancer: {
      name: 'keepalived-haproxy',
      interface: 'eth0',
      vrrp: 'unicast',
      image: 'ghcr.io/kube-vip/kube-vip:v1.0.1',
    },
    networking: { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/12', dnsDomain: 'cluster.local' },
    runtime: {
      name: 'containerd',
      install: 'archive',
      version: '1.7.24',
      packages: ['containerd.io'],
      cgroupDriver: 'systemd',
      runc: { version: '1.2.3' },
      criDockerd: { version: '0.3.20' },
      cniPlugins: { version: '1.6.2' },
      sandboxImage: 'registry.k8s.io/pause:3.10',
    },
    tools: { crictl: { version: '1.34.0' }, nerdctl: { version: '1.7.7' }, buildkit: { version: '0.25.2' } },
    cni: {
      name: 'flannel',
      version: '0.25.7',
      backend: 'vxlan',
      images: { flannel: 'registry.example.com/flannel/flannel:v0.25.7' },
      manifest: { url: 'https://example.com/cni.yaml', file: '/etc/cni.yaml', sha256: SUM },
    },
    kubeProxy: { mode: 'iptables' },
    kubeadm: { ignorePreflightErrors: ['SystemVerification'] },
    etcd: {
      topology: 'external',
      version: '3.6.5',
      endpoints: ['https://10.0.0.31:2379'],
      caFile: '/etc/slipway/etcd-ca.crt',
      certificateFile: '/etc/slipway/etcd-client.crt',
      key: file,
    },
    registry: {
      mirrors: [
        {
          host: 'docker.io',
          endpoints: ['http://10.0.0.1:5000'],
          caFile: '/etc/ca.pem',
          credentials: { username: 'robot$ci', password: file },
        },
      ],
    },
    artifacts: {
      kubernetes: { baseUrl: 'https://dl.k8s.io/release', sha256: { amd64: binaries, arm64: binaries } },
      containerd: artifact,
      runc: artifact,
      cniPlugins: artifact,
      etcd: artifact,
      criDockerd: artifact,
      crictl: artifact,
      nerdctl: artifact,
      buildkit: artifact,
    },
    os: {
      selinux: 'keep',
      firewall: 'open',
      timeZone: 'Asia/Shanghai',
      sysctls: { profile: 'minimal', values: { 'vm.max_map_count': '262144' } },
    },
    proxy: {
      http: 'http://proxy.example.com:3128',
      https: 'http://proxy.example.com:3128',
      noProxy: ['.example.com'],
    },
    packages: {
      repositories: [
        {
          name: 'tools',
          systems: ['debian'],
          apt: { url: 'https://example.com/deb/', suite: 'stable', components: ['main'], keys: [key] },
          rpm: { url: 'https://example.com/{basearch}/', verify: 'packages', exclude: ['kubelet'], keys: [key] },
        },
      ],
    },
    images: { smokeTest: 'registry.k8s.io/e2e-test-images/agnhost:2.53' },
    time: { servers: ['ntp.example.com'] },
    preflight: { ignore: ['memory-low'] },
    approvals: { wipeLeftovers: 'ask', takeOver: 'ask' },
    policies: { onFailure: 'park' },
    ssh,
    nodeGroups: { big: group },
    nodes: [{ name: 'cp-1', address: '10.0.0.11', group: 'big', ...group, ssh: { ...ssh, host: '10.0.0.11' } }],
  },
};
