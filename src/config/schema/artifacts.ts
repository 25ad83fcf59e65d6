import { z } from 'zod';
import { httpUrl, sha256, urlTemplate } from './locations';

const byArchitecture = z.strictObject({
  amd64: sha256().optional().describe('Checksum for amd64 nodes.'),
  arm64: sha256().optional().describe('Checksum for arm64 nodes.'),
});

const binaries = z.strictObject({
  kubeadm: sha256().describe('Checksum of kubeadm.'),
  kubelet: sha256().describe('Checksum of kubelet.'),
  kubectl: sha256().describe('Checksum of kubectl.'),
});

const CHECKSUMS =
  'Checksums by architecture. Where one is missing and the source is https, the one that the publisher keeps under `sha256Url` is used.';

const sourceUrl = (url: string) =>
  urlTemplate().default(url).describe('Where the nodes download it; {version} and {arch} are filled in.');

const artifact = (url: string, sha256Url: string) =>
  z
    .strictObject({
      url: sourceUrl(url),
      sha256: byArchitecture.prefault({}).describe(CHECKSUMS),
      sha256Url: urlTemplate()
        .default(sha256Url)
        .describe('Where the publisher keeps the checksum; a bare sum, or lines of `sum  file`.'),
    })
    .prefault({});

/** Of a publisher who keeps no checksums: without one in the file the artifact is not downloaded. */
const unsignedArtifact = (url: string) =>
  z
    .strictObject({
      url: sourceUrl(url),
      sha256: byArchitecture
        .prefault({})
        .describe('Checksums by architecture. The publisher keeps none: required for the architectures in use.'),
      sha256Url: urlTemplate()
        .optional()
        .describe('Where somebody keeps the checksum; a bare sum, or lines of `sum  file`.'),
    })
    .prefault({});

const ETCD = 'https://github.com/etcd-io/etcd/releases/download/v{version}';
const CONTAINERD =
  'https://github.com/containerd/containerd/releases/download/v{version}/containerd-{version}-linux-{arch}.tar.gz';
const RUNC = 'https://github.com/opencontainers/runc/releases/download/v{version}';
const CNI_PLUGINS =
  'https://github.com/containernetworking/plugins/releases/download/v{version}/cni-plugins-linux-{arch}-v{version}.tgz';
const CRI_DOCKERD =
  'https://github.com/Mirantis/cri-dockerd/releases/download/v{version}/cri-dockerd-{version}.{arch}.tgz';
const CRICTL =
  'https://github.com/kubernetes-sigs/cri-tools/releases/download/v{version}/crictl-v{version}-linux-{arch}.tar.gz';
const NERDCTL = 'https://github.com/containerd/nerdctl/releases/download/v{version}';
const BUILDKIT =
  'https://github.com/moby/buildkit/releases/download/v{version}/buildkit-v{version}.linux-{arch}.tar.gz';

export const artifactsSchema = z.strictObject({
  kubernetes: z
    .strictObject({
      baseUrl: httpUrl()
        .default('https://dl.k8s.io/release')
        .describe(
          'Binaries are downloaded from {baseUrl}/{version}/bin/linux/{arch}/{binary}, the publisher’s checksum from the same with .sha256 appended.',
        ),
      sha256: z
        .strictObject({
          amd64: binaries.optional().describe('Checksums for amd64 nodes.'),
          arm64: binaries.optional().describe('Checksums for arm64 nodes.'),
        })
        .prefault({})
        .describe('Checksums by architecture. Where one is missing and the source is https, the publisher’s is used.'),
    })
    .prefault({}),
  containerd: artifact(CONTAINERD, `${CONTAINERD}.sha256sum`),
  runc: artifact(`${RUNC}/runc.{arch}`, `${RUNC}/runc.sha256sum`),
  cniPlugins: artifact(CNI_PLUGINS, `${CNI_PLUGINS}.sha256`),
  etcd: artifact(`${ETCD}/etcd-v{version}-linux-{arch}.tar.gz`, `${ETCD}/SHA256SUMS`),
  criDockerd: unsignedArtifact(CRI_DOCKERD),
  crictl: artifact(CRICTL, `${CRICTL}.sha256`),
  nerdctl: artifact(`${NERDCTL}/nerdctl-{version}-linux-{arch}.tar.gz`, `${NERDCTL}/SHA256SUMS`),
  buildkit: unsignedArtifact(BUILDKIT),
});
