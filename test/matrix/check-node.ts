import { kubernetesTools } from '../../src/catalog/kubernetes/tools';
import { cniOf, criOf, loadBalancerOf, osFamilyOf, runtimeOf } from '../../src/catalog/look-up';
import type { NetworkPort } from '../../src/catalog/network-port';
import { podImages } from '../../src/catalog/pod-images';
import { isKubernetesNode } from '../../src/config/nodes';
import { kubernetesSupport } from '../../src/config/kubernetes-support';
import type { FileResource } from '../../src/resources/resource';
import { artifactSources } from '../../src/steps';
import { subjectOf } from '../fakes/step-summary';
import { checkRuntime } from './check-runtime';
import { findMissing, listOf } from './node-resources';
import type { RenderedNode } from './render-node';

/** What of a node does not agree with itself, with its cluster, or with its operating system. */
export function checkNode(rendered: RenderedNode): string[] {
  const ofKubernetes = [checkPrograms, checkFirewall, checkKernel, checkImages, checkRuntime];
  const checks = [checkOnce, checkPackages, checkDownloads, checkRetired];
  return [...checks, ...(isKubernetesNode(rendered.node) ? ofKubernetes : [checkMember])].flatMap((check) =>
    check(rendered),
  );
}

function checkOnce({ steps }: RenderedNode): string[] {
  const subjects = steps.flatMap(({ resources }) =>
    resources.filter(({ kind }) => kind !== 'package').map((each) => `${each.kind} ${subjectOf(each)}`),
  );
  const names = steps.map(({ name }) => name);
  return [...subjects, ...names]
    .filter((each, index, all) => all.indexOf(each) < index)
    .map((each) => `${each} stands twice`);
}

function checkPackages(rendered: RenderedNode): string[] {
  const { cluster, facts, node } = rendered;
  const family = osFamilyOf(facts.os);
  const packages = listOf(rendered, 'package');
  const foreign = packages.filter(({ manager }) => manager !== family?.packageManager);
  const { kubernetes, runtime } = cluster.spec;
  const ofKubernetes = kubernetes.install === 'package' ? ['kubeadm', 'kubelet', 'kubectl'] : [];
  const ofRuntime = runtime.install === 'package' && family !== undefined ? runtimeOf(cluster).packages(family) : [];
  const held = packages.filter(({ hold }) => hold);
  const pinned = held.map(({ name, version = '' }) => `${name} ${version}`);
  if (!isKubernetesNode(node)) return foreign.map(({ name }) => `${name} is for another package client`);
  return [
    ...foreign.map(({ name }) => `${name} is for another package client`),
    ...findMissing(
      'pinned package',
      ofKubernetes.map((name) => `${name} ${kubernetes.version.slice(1)}`),
      pinned,
    ),
    ...findMissing(
      'held package',
      ofRuntime,
      held.map(({ name }) => name),
    ),
    ...(held.length === 0
      ? []
      : findMissing(
          'package',
          family?.holdPackages ?? [],
          packages.map(({ name }) => name),
        )),
  ];
}

/** Each download is one that the plan looks up the checksum of, and the other way round. */
function checkDownloads(rendered: RenderedNode): string[] {
  const { cluster, node } = rendered;
  const known = artifactSources(cluster, node, 'amd64').map(({ url }) => url);
  const found = listOf(rendered, 'artifact').map(({ url }) => url);
  return [...findMissing('download', known, found), ...findMissing('checksum of', found, known)];
}

/** What a node that leaves stops was started, and what it takes away was there. */
function checkRetired(rendered: RenderedNode): string[] {
  const retired = { steps: rendered.retire };
  const units = listOf(rendered, 'unit').map(({ name }) => name);
  const gone = listOf(retired, 'unit').map(({ name }) => name);
  return findMissing('the start of', gone, units);
}

/** kubeadm, what it calls, and what the kubelet starts after. */
function checkPrograms(rendered: RenderedNode): string[] {
  const { cluster, facts } = rendered;
  const { needsCrictl } = kubernetesSupport(cluster.spec.kubernetes.version);
  const isCrictlCalled = (needsCrictl && !criOf(cluster).isBuiltIn) || runtimeOf(cluster).client === 'crictl';
  const packages = listOf(rendered, 'package').map(({ name }) => name);
  const installed = listOf(rendered, 'artifact').flatMap(({ install }) =>
    install.as === 'binary' ? [install.path] : install.members.map((member) => `${install.into}/${member}`),
  );
  const isPackage = cluster.spec.kubernetes.install === 'package';
  const programs = ['kubeadm', 'kubelet', 'kubectl', ...(isCrictlCalled ? ['crictl'] : [])];
  const family = osFamilyOf(facts.os);
  const tools = kubernetesTools(cluster).map((tool) => family?.packages[tool] ?? tool);
  return [
    ...findMissing('package', tools, packages),
    ...(isPackage
      ? findMissing(
          'package',
          programs.map((name) => (name === 'crictl' ? 'cri-tools' : name)),
          packages,
        )
      : findMissing(
          'program',
          programs.map((name) => `/usr/local/bin/${name}`),
          installed,
        )),
    ...findMissing('program', listOf(rendered, 'file').flatMap(programOf), installed),
  ];
}

/** What a unit of ours starts. */
function programOf({ path, content }: FileResource): string[] {
  if (!path.startsWith('/etc/systemd/system/')) return [];
  return [...content.matchAll(/^ExecStart=(\/usr\/(?:local|libexec)\/\S+)/gm)].flatMap(([, program]) => program ?? []);
}

function checkFirewall(rendered: RenderedNode): string[] {
  const { cluster, node } = rendered;
  if (cluster.spec.os.firewall !== 'open') return [];
  const [firewall] = listOf(rendered, 'firewall');
  const { ports = [], trusted = [] } = firewall ?? {};
  const wanted = [...cniOf(cluster).ports(cluster), ...loadBalancerOf(cluster).ports(cluster, node)].map(nameOf);
  return [
    ...findMissing('opening', wanted, ports),
    ...findMissing('trust of', cluster.spec.networking.podSubnet.split(','), trusted),
  ];
}

function nameOf(port: NetworkPort): string {
  return 'port' in port ? `${port.port}/${port.protocol}` : port.protocol;
}

/** Modules are loaded now and at boot, and parameters set now and at boot. */
function checkKernel(rendered: RenderedNode): string[] {
  const modules = listOf(rendered, 'kernel-module').map(({ name }) => name);
  const atBoot = listOf(rendered, 'file')
    .filter(({ path }) => /^\/etc\/(?:modules-load|sysctl)\.d\//.test(path))
    .flatMap(({ content }) => content.split('\n'));
  const parameters = listOf(rendered, 'sysctl').map(({ key, value }) => `${key} = ${value}`);
  return [
    ...findMissing('module', ['br_netfilter', ...runtimeOf(rendered.cluster).kernelModules], modules),
    ...findMissing('parameter', ['net.ipv4.ip_forward = 1'], parameters),
    ...findMissing('at boot', [...modules, ...parameters], atBoot),
  ];
}

/** Pods of the pod network start from images that are there, and the runtime's own client has pulled them. */
function checkImages(rendered: RenderedNode): string[] {
  const { cluster, objects } = rendered;
  const images = listOf(rendered, 'image');
  const { client } = runtimeOf(cluster);
  return [
    ...images
      .filter((image) => image.client !== client)
      .map(({ reference }) => `${reference} is pulled by another client`),
    ...findMissing(
      'image',
      podImages(objects),
      images.map(({ reference }) => reference),
    ),
  ];
}

/** A machine that runs a member of etcd and nothing of Kubernetes. */
function checkMember(rendered: RenderedNode): string[] {
  const { node } = rendered;
  const environment =
    listOf(rendered, 'file')
      .find(({ path }) => path === '/etc/etcd/etcd.env')
      ?.content.split('\n') ?? [];
  const units = listOf(rendered, 'unit')
    .filter(({ enabled }) => enabled)
    .map(({ name }) => name);
  const url = `https://${node.address}`;
  return [
    ...findMissing('unit', ['etcd.service'], units),
    ...findMissing(
      'opening',
      ['2379-2380/tcp'],
      listOf(rendered, 'firewall').flatMap(({ ports }) => ports),
    ),
    ...findMissing(
      'setting',
      [`ETCD_NAME=${node.name}`, `ETCD_LISTEN_CLIENT_URLS=${url}:2379`, `ETCD_LISTEN_PEER_URLS=${url}:2380`],
      environment,
    ),
    ...(units.includes('kubelet.service') ? ['a kubelet is on a machine of etcd alone'] : []),
  ];
}
