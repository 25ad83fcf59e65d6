import type { Family } from './machines/family';
import { CONTAINERD_RELEASES, DEFAULT_CONTAINERD_VERSION, minorOf } from './versions';

/** Add-on tools that a cluster file can ask for. kubeadm up to 1.30 demands crictl, so those releases always have it. */
export const TOOLS = ['crictl', 'buildkit'] as const;

export type Tool = (typeof TOOLS)[number];

/** Pod networks that the lab has images of. */
export const POD_NETWORKS = ['flannel', 'calico', 'calico-operator', 'canal'] as const;

export type PodNetwork = (typeof POD_NETWORKS)[number];

/** Canal's parts are those of Calico and flannel. */
export function needsCalico({ cni = 'flannel' }: Software): boolean {
  return cni !== 'flannel';
}

/** The operator, and what it runs beside the parts of Calico's own manifest. */
export function needsCalicoOperator({ cni }: Software): boolean {
  return cni === 'calico-operator';
}

export type ContainerRuntime = 'containerd' | 'docker' | 'mirantis' | 'cri-o';

export type PackagedPart = 'kubernetes' | 'runtime';

/** What a lab's machines are to be installed with. Nothing beyond it is downloaded or built. */
export interface Software {
  readonly kubernetesVersion: string;
  /** Default: the one of Debian's package. */
  readonly containerdVersion?: string;
  readonly tools?: readonly Tool[];
  /** Default: flannel, which a lab has beside any other, to switch to. */
  readonly cni?: PodNetwork;
  /** What the machines present themselves as. Default: Debian. */
  readonly family?: Family;
  /** Default: containerd. Every other one is `packaged`. */
  readonly runtime?: ContainerRuntime;
  /** What comes from package repositories; the family must have a package client. Default: nothing. */
  readonly packaged?: readonly PackagedPart[];
}

export type ContainerdRelease = (typeof CONTAINERD_RELEASES)[number];

/** containerd with the runc that it is run with. Throws for a version that the lab does not know how to make. */
export function containerdRelease({ containerdVersion = DEFAULT_CONTAINERD_VERSION }: Software): ContainerdRelease {
  const release = CONTAINERD_RELEASES.find(({ version }) => version === containerdVersion);
  if (release !== undefined) return release;
  const known = CONTAINERD_RELEASES.map(({ version }) => version).join(', ');
  throw new Error(`The lab has no recipe for containerd ${containerdVersion}; it knows ${known}.`);
}

/** From this minor on kubeadm does without crictl. */
const FIRST_WITHOUT_CRICTL = 31;

export function isPackaged(part: PackagedPart, { packaged = [] }: Software): boolean {
  return packaged.includes(part);
}

export function needsTool(tool: Tool, software: Software): boolean {
  const { kubernetesVersion, tools = [] } = software;
  // Kubernetes' packages bring it along.
  const isDemanded =
    tool === 'crictl' && (isPackaged('kubernetes', software) || minorOf(kubernetesVersion) < FIRST_WITHOUT_CRICTL);
  return isDemanded || tools.includes(tool);
}

/** Docker Engine, by whatever publisher. */
export function isDockerEngine({ runtime }: Software): boolean {
  return runtime === 'docker' || runtime === 'mirantis';
}

/** From this minor on the kubelet drives no Docker by itself. */
const FIRST_WITHOUT_DOCKERSHIM = 24;

export function needsCriDockerd(software: Software): boolean {
  return isDockerEngine(software) && minorOf(software.kubernetesVersion) >= FIRST_WITHOUT_DOCKERSHIM;
}
