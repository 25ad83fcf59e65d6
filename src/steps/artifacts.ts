import type { Architecture, Cluster, Node } from '../config/cluster';
import type { Catalog } from '../catalog/catalog';
import { etcdDownload } from '../catalog/etcd/release';
import { runtimeOf } from '../catalog/look-up';
import type { Download } from '../catalog/download';
import { listTools } from '../catalog/tools/list-tools';
import { isEtcdNode } from '../render/parts/external-etcd';

export const KUBERNETES_BINARIES = ['kubeadm', 'kubelet', 'kubectl'] as const;
export type KubernetesBinary = (typeof KUBERNETES_BINARIES)[number];

/** Where an artifact comes from, for one architecture. */
export interface ArtifactSource {
  /** Human name and version, e.g. `containerd 1.7.24`. */
  readonly title: string;
  readonly url: string;
  /** The checksum that the cluster file gives. */
  readonly sha256?: string;
  /** Where the publisher keeps the checksum; absent: nowhere. */
  readonly sha256Url?: string;
  /** Field of the cluster file that a checksum can be given in. */
  readonly field: string;
}

export function kubernetesSource(
  cluster: Cluster,
  binary: KubernetesBinary,
  architecture: Architecture,
): ArtifactSource {
  const { kubernetes, artifacts } = cluster.spec;
  const { baseUrl, sha256 } = artifacts.kubernetes;
  const url = `${baseUrl.replace(/\/+$/, '')}/${kubernetes.version}/bin/linux/${architecture}/${binary}`;
  const given = sha256[architecture]?.[binary];
  return {
    title: `${binary} ${kubernetes.version}`,
    url,
    sha256Url: `${url}.sha256`,
    field: `spec.artifacts.kubernetes.sha256.${architecture}.${binary}`,
    ...(given === undefined ? {} : { sha256: given }),
  };
}

export function downloadSource(cluster: Cluster, download: Download, architecture: Architecture): ArtifactSource {
  const { url, sha256Url, sha256 } = cluster.spec.artifacts[download.artifact];
  const fill = (template: string) =>
    template.replaceAll('{version}', download.version).replaceAll('{arch}', architecture);
  const given = sha256[architecture];
  return {
    title: `${download.name} ${download.version}`,
    url: fill(url),
    ...(sha256Url !== undefined && { sha256Url: fill(sha256Url) }),
    field: `spec.artifacts.${download.artifact}.sha256.${architecture}`,
    ...(given === undefined ? {} : { sha256: given }),
  };
}

/** Every artifact that the node, of this architecture, downloads. */
export function artifactSources(
  cluster: Cluster,
  node: Node,
  architecture: Architecture,
  catalog?: Catalog,
): ArtifactSource[] {
  const etcd = isEtcdNode(node) ? [downloadSource(cluster, etcdDownload(cluster, architecture), architecture)] : [];
  if (node.roles.every((role) => role === 'etcd')) return etcd;
  const ofTools = listTools(cluster, catalog).flatMap((tool) => tool.downloads);
  return [
    ...etcd,
    ...[...runtimeOf(cluster, catalog).downloads(cluster), ...ofTools].map((download) =>
      downloadSource(cluster, download, architecture),
    ),
    ...(cluster.spec.kubernetes.install === 'package' ? [] : KUBERNETES_BINARIES).map((binary) =>
      kubernetesSource(cluster, binary, architecture),
    ),
  ];
}
