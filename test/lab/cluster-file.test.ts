import { parse } from 'yaml';
import { type ClusterFileOptions, renderClusterFile } from '../../lab/cluster-file';
import { listImages } from '../../lab/images/catalogue';
import type { Software } from '../../lab/software';
import { calicoOperator } from '../../src/catalog/cni/calico-operator';
import { calicoSource } from '../../src/catalog/cni/calico/release';
import type { Cluster } from '../../src/config/cluster';
import { parseCluster } from '../../src/config/parse-cluster';
import { checksumsOf, clusterFileInput } from './cluster-file-input';

const input = clusterFileInput({ kubernetesVersion: 'v1.34.4' });

function clusterOf(options: ClusterFileOptions = {}, software: Software = input.software): Cluster {
  const result = parseCluster(renderClusterFile({ ...input, software, checksums: checksumsOf(software) }, options));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.cluster;
}

test('Slipway takes the file as it is', () => {
  const { metadata, spec } = clusterOf();
  expect(metadata.name).toBe('blue');
  expect(spec.kubernetes.version).toBe('v1.34.4');
  expect(spec.nodes.map((node) => `${node.name} ${node.address} ${node.roles.join()} ${node.ssh.user}`)).toEqual([
    'cp-1 10.89.70.11 control-plane ops',
    'cp-2 10.89.70.12 control-plane ops',
    'cp-3 10.89.70.13 control-plane root',
    'worker-1 10.89.70.101 worker ops',
    'worker-2 10.89.70.102 worker root',
  ]);
});

test('root is reached in all three ways', () => {
  const sudo = clusterOf().spec.nodes.map((node) => node.ssh.sudo);
  expect(sudo.slice(0, 3)).toEqual(['passwordless', { password: { file: '/lab/password' } }, 'none']);
});

test('several control planes are reached by a VIP, a single one by its address', () => {
  expect(clusterOf().spec.controlPlaneEndpoint).toBe('10.89.70.100:8443');
  const single = clusterOf({ nodes: ['cp-1', 'worker-1'] });
  expect(single.spec.controlPlaneEndpoint).toBe('10.89.70.11:6443');
  expect(single.spec.loadBalancer.name).toBe('none');
  expect(single.spec.nodes.map((node) => node.name)).toEqual(['cp-1', 'worker-1']);
});

test('images keep their official names and come from the registry of the lab', () => {
  const { registry, runtime, images } = clusterOf().spec;
  expect(registry.mirrors.map((mirror) => mirror.host)).toContain('registry.k8s.io');
  expect(new Set(registry.mirrors.flatMap((mirror) => mirror.endpoints))).toEqual(new Set(['http://10.89.70.1:5000']));
  expect(runtime.sandboxImage).toBe('registry.k8s.io/pause:3.10.1');
  expect(images.smokeTest).toBe('registry.k8s.io/e2e-test-images/agnhost:2.56');
});

test('flannel runs with the plugin that the lab has, under its own version', () => {
  const { cni } = clusterOf().spec;
  expect(cni.manifest).toBeUndefined();
  expect(cni.images).toEqual({ cniPlugin: 'docker.io/flannel/flannel-cni-plugin:v0.9.1' });
});

test('Calico is fitted to a kernel without IP in IP, from the manifest that it has published', () => {
  const cluster = clusterOf({}, { kubernetesVersion: 'v1.29.6', cni: 'calico' });
  const { cni } = cluster.spec;
  const { url, sha256 } = calicoSource(cluster, 'calico-typha.yaml');
  expect(cni).toMatchObject({ name: 'calico', version: '3.28.5', backend: 'vxlan' });
  expect(cni.manifest).toEqual({ url: url.replace('https://', 'http://10.89.70.1:8080/'), sha256 });
});

test('the images that the operator runs are all in the lab, and it is the lab’s own version of it', () => {
  const software = { kubernetesVersion: 'v1.29.6', cni: 'calico-operator' } as const;
  const cluster = clusterOf({}, software);
  const there = listImages(software).map(({ repository, tag }) => `${repository}:${tag}`);
  const wanted = calicoOperator.furtherImages?.(cluster) ?? [];
  expect(wanted).toHaveLength(7);
  expect(there).toEqual(expect.arrayContaining(wanted.map((image) => image.replace('docker.io/', ''))));
  expect(`quay.io/${there.find((image) => image.startsWith('tigera/operator:'))}`).toBe(
    cluster.spec.cni.images['operator'],
  );
});

test('canal has its own manifest, and the flannel that the lab has', () => {
  const cluster = clusterOf({ cni: 'canal' }, { kubernetesVersion: 'v1.29.6', cni: 'calico' });
  const { url, sha256 } = calicoSource(cluster, 'canal.yaml');
  expect(cluster.spec.cni).toMatchObject({ name: 'canal', images: { flannel: 'docker.io/flannel/flannel:v0.25.7' } });
  expect(cluster.spec.cni.manifest).toEqual({ url: url.replace('https://', 'http://10.89.70.1:8080/'), sha256 });
});

test('machines behind the lab’s proxy are told of it, and of nothing that goes past it', () => {
  const text = renderClusterFile({ ...input, proxyUrl: 'http://10.89.70.1:3128' });
  const result = parseCluster(text);
  expect(result.ok && result.cluster.spec.proxy).toEqual({ http: 'http://10.89.70.1:3128', noProxy: [] });
  expect(clusterOf().spec.proxy).toBeUndefined();
});

test('what a caller wants otherwise is merged into the rest', () => {
  const { kubelet, joinMaterial } = clusterOf({
    clusterName: 'green',
    spec: { kubelet: { configuration: { maxPods: 50 } }, joinMaterial: { tokenTtlSeconds: 30 } },
  }).spec;
  expect(kubelet.configuration).toMatchObject({ maxPods: 50, failSwapOn: false });
  expect(joinMaterial.tokenTtlSeconds).toBe(30);
});

test('an artifact without a known checksum is refused by its path', () => {
  expect(() => renderClusterFile({ ...input, checksums: new Map() })).toThrow(/No checksum is known of \S+kube/);
});

/** As it stands, for releases that a cluster file may ask for or not. */
const specOf = (software: Software) =>
  (parse(renderClusterFile({ ...input, software, checksums: checksumsOf(software) })) as { spec: Cluster['spec'] })
    .spec;

test.each([
  ['v1.34.4', '3.6.16', 'v1.14.7', '3.10.1'],
  ['v1.29.6', '3.6.16', 'v1.14.7', '3.9'],
  ['v1.17.4', '3.4.23', '1.8.0', '3.1'],
])('Kubernetes %s runs beside what the lab has for it, under its own tags', (kubernetesVersion, etcd, dns, pause) => {
  const { kubeadm, runtime } = specOf({ kubernetesVersion });
  expect(kubeadm.clusterConfiguration).toEqual({ etcd: { local: { imageTag: etcd } }, dns: { imageTag: dns } });
  expect(runtime.sandboxImage).toBe(`registry.k8s.io/pause:${pause}`);
});

test('what today’s compiler makes a kubeadm of old say wrongly is passed over, and nothing else', () => {
  expect(specOf({ kubernetesVersion: 'v1.29.6' }).kubeadm.ignorePreflightErrors).toEqual(['HTTPProxyCIDR']);
  expect(clusterOf().spec.kubeadm.ignorePreflightErrors).toEqual([]);
});

test('a kubelet that does not know a gate is not told of it', () => {
  const gates = (kubernetesVersion: string) => specOf({ kubernetesVersion }).kubelet.configuration['featureGates'];
  expect(gates('v1.17.4')).toBeUndefined();
  expect(gates('v1.28.2')).toEqual({ KubeletInUserNamespace: true });
});

test.each([
  ['1.7.28', 'io.containerd.grpc.v1.cri'],
  ['2.1.4', 'io.containerd.cri.v1.runtime'],
])('containerd %s is asked to leave OOM scores alone under %s', (containerdVersion, plugin) => {
  const { runtime, artifacts } = clusterOf({}, { kubernetesVersion: 'v1.34.4', containerdVersion }).spec;
  expect(runtime).toMatchObject({ version: containerdVersion, runc: { version: '1.3.3' } });
  expect(runtime.config).toEqual({ plugins: { [plugin]: { restrict_oom_score_adj: true } } });
  expect(artifacts.runc?.url).toContain('/v1.3.3/runc.amd64');
});

const PACKAGED = {
  kubernetesVersion: 'v1.28.2',
  family: 'ubuntu-20.04',
  packaged: ['kubernetes', 'runtime'],
} satisfies Software;

test('packages come from repositories of the mirror that the lab’s key has signed', () => {
  expect(specOf(PACKAGED)).toMatchObject({
    kubernetes: { version: 'v1.28.2', install: 'package' },
    runtime: { name: 'containerd', install: 'package' },
    // It comes along with Kubernetes' packages.
    tools: { crictl: {} },
    artifacts: {},
    packages: {
      repositories: [
        {
          name: 'kubernetes',
          apt: {
            url: 'http://10.89.70.1:8080/pkgs.k8s.io/core:/stable:/v1.28/deb/',
            keys: [{ file: '/lab/key.asc' }],
          },
        },
        { name: 'runtimes', apt: { url: 'http://10.89.70.1:8080/lab/packages/deb/' } },
      ],
    },
  });
});

test('Docker asks the registry itself for what it mirrors for no other', () => {
  const spec = specOf({
    kubernetesVersion: 'v1.17.4',
    family: 'centos-7',
    runtime: 'docker',
    packaged: ['kubernetes', 'runtime'],
  });
  expect(spec.kubernetes).toMatchObject({ imageRepository: '10.89.70.1:5000' });
  expect(spec.runtime).toMatchObject({ name: 'docker', sandboxImage: '10.89.70.1:5000/pause:3.1' });
  expect(spec.images.smokeTest).toBe('10.89.70.1:5000/e2e-test-images/agnhost:2.8');
});

test.each(['docker', 'mirantis'] as const)(
  '%s is driven by cri-dockerd of the mirror where the kubelet cannot',
  (name) => {
    const { runtime, artifacts, kubeadm, kubernetes } = specOf({
      kubernetesVersion: 'v1.34.4',
      family: 'rocky-9',
      runtime: name,
      packaged: ['runtime'],
    });
    expect(runtime).toMatchObject({ name, criDockerd: { version: '0.3.20' }, cniPlugins: { version: '1.1.1' } });
    expect(artifacts.criDockerd.url).toContain('/v0.3.20/cri-dockerd-0.3.20.amd64.tgz');
    expect(artifacts).not.toHaveProperty('containerd');
    expect(kubernetes).toMatchObject({ imageRepository: '10.89.70.1:5000' });
    // kubeadm looks for CoreDNS in a folder of its own in Kubernetes' registry alone.
    expect(kubeadm.clusterConfiguration).toMatchObject({ dns: { imageRepository: '10.89.70.1:5000/coredns' } });
  },
);

test('CRI-O gets images under their official names, and runs them with less than a host may refuse', () => {
  const { runtime, registry, kubeadm } = specOf({
    kubernetesVersion: 'v1.34.4',
    family: 'ubuntu-20.04',
    runtime: 'cri-o',
    packaged: ['runtime'],
  });
  expect(runtime).toMatchObject({ name: 'cri-o', sandboxImage: 'registry.k8s.io/pause:3.10.1' });
  expect(runtime.config).toMatchObject({ crio: { runtime: { default_runtime: 'lab-runc' } } });
  expect(registry.mirrors.map(({ host }) => host)).toContain('registry.k8s.io');
  expect(kubeadm.clusterConfiguration).toMatchObject({ dns: { imageTag: 'v1.14.7' } });
});

test('crictl is asked for where kubeadm demands it, from the mirror', () => {
  expect(specOf({ kubernetesVersion: 'v1.29.6' })).toMatchObject({
    tools: { crictl: { version: '1.34.0' } },
    artifacts: { crictl: { url: expect.stringContaining('/crictl-v1.34.0-linux-amd64.tar.gz') } },
  });
  expect(specOf({ kubernetesVersion: 'v1.34.4' })).not.toHaveProperty('tools');
});

test('machines for an etcd of their own are its members, of the release’s version', () => {
  const shape = { controlPlanes: 1, workers: 1, etcdMembers: 3 };
  const text = renderClusterFile(clusterFileInput({ kubernetesVersion: 'v1.34.4' }, shape));
  const { spec } = parse(text) as { spec: Cluster['spec'] };
  expect(spec.etcd).toEqual({ topology: 'external', version: '3.6.16' });
  expect(spec.artifacts).toHaveProperty('etcd.url');
  expect(spec.kubeadm.clusterConfiguration).not.toHaveProperty('etcd');
  expect(spec.nodes.map(({ name, address }) => `${name} ${address}`)).toContain('etcd-3 10.89.70.253');
});

describe('machines with kernels of their own', () => {
  const software = { kubernetesVersion: 'v1.34.4' };
  const specFor = (virtualMachines: Record<string, object>) => {
    const shape = { controlPlanes: 1, workers: 1, virtualMachines };
    return (parse(renderClusterFile(clusterFileInput(software, shape))) as { spec: Record<string, unknown> }).spec;
  };

  test('need no setting for their kernel', () => {
    const spec = specFor({ 'cp-1': {}, 'worker-1': {} });
    expect(spec['kubelet']).toBeUndefined();
    expect(spec['kubeProxy']).toBeUndefined();
    expect(spec['runtime']).not.toHaveProperty('config');
  });

  test('are fitted to the others of a cluster that has machines in containers too', () => {
    const { kubelet, kubeProxy, runtime } = specFor({ 'worker-1': {} });
    expect(specFor({})).toMatchObject({ kubelet, kubeProxy, runtime });
  });
});
