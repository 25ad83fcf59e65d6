import type { RuntimeChoice } from '../../config/choices/runtime';
import type { Cluster } from '../../config/cluster';
import type { ArtifactResource, Disruption, ImageResource, Resource } from '../../resources/resource';
import type { Service } from '../service';

/** A download of the cluster file and where it goes. Its URL and checksum are resolved for the node's architecture. */
export interface Download {
  /** Key under `spec.artifacts`. */
  readonly artifact: Exclude<keyof Cluster['spec']['artifacts'], 'kubernetes'>;
  readonly name: string;
  readonly version: string;
  readonly install: ArtifactResource['install'];
  readonly disruption: Disruption;
}

export interface RuntimeInput {
  readonly cluster: Cluster;
  /** Reference of the pod sandbox's image. */
  readonly sandboxImage: string;
  /** Contents of files on the worker that the cluster file names, by their path in it. */
  readonly workerFiles: Readonly<Record<string, string>>;
}

/** A container runtime that the kubelet can be pointed to. */
export interface RuntimeKind {
  /** How the cluster file is judged, for one of a catalog of one's own; that of a built-in one stands in `config`. */
  readonly choice?: RuntimeChoice;
  /** URL of the CRI socket, as kubeadm and the kubelet take it. */
  readonly criSocket: string;
  readonly unit: string;
  /** Client that pulls images into the store that the kubelet uses. */
  readonly imageClient: ImageResource['client'];
  readonly kernelModules: readonly string[];
  downloads(cluster: Cluster): readonly Download[];
  /** Files that the runtime reads while it runs, without a restart. */
  files(input: RuntimeInput): readonly Resource[];
  service(input: RuntimeInput): Service;
}
