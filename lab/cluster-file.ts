import { dirname } from 'node:path/posix';
import { stringify } from 'yaml';
import { renderCni } from './cluster-file/cni';
import { renderForKernel } from './cluster-file/kernel';
import { renderRuntimeAndImages } from './cluster-file/runtime';
import { type SourcesInput, renderSources } from './cluster-file/sources';
import { corednsImage } from './images/catalogue';
import { type Machine, VIRTUAL_HOST } from './machines/machine';
import { type PodNetwork, type Software, isDockerEngine, isPackaged } from './software';
import { type KubernetesRelease, kubernetesRelease, minorOf } from './versions';

export interface ClusterFileOptions {
  /** Default: the name of the lab. */
  readonly clusterName?: string;
  readonly kubernetesVersion?: string;
  /** Default: with more than one control plane a VIP of keepalived and haproxy, else none. */
  readonly loadBalancer?: 'keepalived-haproxy' | 'none';
  /** One that the lab has images of. Default: the one that the lab was made for. */
  readonly cni?: PodNetwork;
  /** Default: iptables where machines are containers, else Slipway's own. */
  readonly kubeProxyMode?: 'iptables' | 'ipvs' | 'nftables';
  /** Machines that become nodes. Default: all. */
  readonly nodes?: readonly string[];
  /** Merged into `spec` last, key by key. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** What the text of a lab's cluster.yaml depends on. */
export interface ClusterFileInput extends Omit<SourcesInput, 'hasEtcdMachines'> {
  readonly lab: string;
  readonly network: string;
  readonly registryUrl: string;
  /** Left out where machines reach registry and mirror directly. */
  readonly proxyUrl?: string;
  readonly machines: readonly Machine[];
  readonly files: { readonly privateKey: string; readonly knownHosts: string; readonly sudoPassword: string };
}

/**
 * The cluster.yaml with which Slipway installs a cluster on the lab's machines; pure. Whatever differs from bare metal
 * stands in it as ordinary settings. Throws for an artifact without a checksum.
 */
export function renderClusterFile(input: ClusterFileInput, options: ClusterFileOptions = {}): string {
  const machines = input.machines.filter(({ name }) => options.nodes?.includes(name) ?? true);
  const { software } = input;
  const version = software.kubernetesVersion;
  const controlPlanes = machines.filter(({ role }) => role === 'control-plane');
  // A setting is one of the cluster: what a single machine needs, all have.
  const sharesKernel = machines.some(({ virtual }) => virtual === undefined);
  const loadBalancer = options.loadBalancer ?? (controlPlanes.length > 1 ? 'keepalived-haproxy' : 'none');
  const spec = {
    kubernetes: renderKubernetes(input),
    ...endpointOf(input, controlPlanes, loadBalancer),
    loadBalancer: { name: loadBalancer },
    cni: renderCni[options.cni ?? software.cni ?? 'flannel'](input.mirrorUrl),
    ...renderForKernel(version, sharesKernel, options.kubeProxyMode),
    kubeadm: renderKubeadm(input, machines),
    ...renderRuntimeAndImages(software, input.registryUrl, sharesKernel),
    ...renderSources({ ...input, hasEtcdMachines: machines.some(({ role }) => role === 'etcd') }),
    ...renderEtcd(machines, version),
    ...(input.proxyUrl === undefined ? {} : { proxy: { http: input.proxyUrl } }),
    ssh: renderSsh(input),
    preflight: { ignore: SHARED_DISK_FINDINGS },
    nodes: machines.map((machine) => renderNode(machine, input)),
  };
  const file = {
    apiVersion: 'slipway.dev/v1alpha1',
    kind: 'Cluster',
    metadata: { name: options.clusterName ?? input.lab },
    spec: mergeDeep(spec, options.spec ?? {}),
  };
  return stringify(file, { lineWidth: 120, aliasDuplicateObjects: false });
}

/** How fast etcd's disk is depends on what else the host is doing. */
const SHARED_DISK_FINDINGS = ['disk-slow'];

function renderKubernetes({ software, registryUrl }: ClusterFileInput): object {
  return {
    version: software.kubernetesVersion,
    ...(isPackaged('kubernetes', software) ? { install: 'package' } : {}),
    ...(isDockerEngine(software) ? { imageRepository: new URL(registryUrl).host } : {}),
  };
}

function endpointOf(input: ClusterFileInput, controlPlanes: readonly Machine[], loadBalancer: string): object {
  if (loadBalancer !== 'none') return { controlPlaneEndpoint: `${input.network}.${VIRTUAL_HOST}:8443` };
  return controlPlanes[0] === undefined ? {} : { controlPlaneEndpoint: `${controlPlanes[0].address}:6443` };
}

function renderEtcd(machines: readonly Machine[], version: string): object {
  if (!machines.some(({ role }) => role === 'etcd')) return {};
  return { etcd: { topology: 'external', version: kubernetesRelease(version).etcd } };
}

/** kubeadm up to this minor, built with a Go of today, takes a URL with its own brackets for a wrong one. */
const LAST_WITH_BRACKETS = 29;

function renderKubeadm({ software, registryUrl }: ClusterFileInput, machines: readonly Machine[]): object {
  const version = software.kubernetesVersion;
  const release = kubernetesRelease(version);
  const isExternal = machines.some(({ role }) => role === 'etcd');
  const etcd = isExternal ? {} : { etcd: { local: { imageTag: release.etcd } } };
  const images = { ...etcd, dns: renderDns(software, release, registryUrl) };
  const ignored = minorOf(version) > LAST_WITH_BRACKETS ? {} : { ignorePreflightErrors: ['HTTPProxyCIDR'] };
  return { clusterConfiguration: images, ...ignored };
}

/** Only in Kubernetes' own registry does kubeadm look for CoreDNS in a folder of its own. */
function renderDns(software: Software, release: KubernetesRelease, registryUrl: string): object {
  const { repository, tag } = corednsImage(release);
  const folder = dirname(repository);
  const isElsewhere = isDockerEngine(software) && folder !== '.';
  return { ...(isElsewhere ? { imageRepository: `${new URL(registryUrl).host}/${folder}` } : {}), imageTag: tag };
}

function renderSsh(input: ClusterFileInput): object {
  return {
    user: 'ops',
    privateKey: { file: input.files.privateKey },
    knownHosts: { file: input.files.knownHosts },
  };
}

function renderNode(machine: Machine, input: ClusterFileInput): object {
  const { name, address, role, access } = machine;
  const ssh = {
    root: { user: 'root' },
    'passwordless-sudo': { sudo: 'passwordless' },
    'password-sudo': { sudo: { password: { file: input.files.sudoPassword } } },
  }[access];
  return { name, address, roles: [role], ssh };
}

function mergeDeep(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = key in base ? mergeDeep(base[key], value) : value;
  return merged;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
