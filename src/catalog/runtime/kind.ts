import type { RuntimeChoice } from '../../config/choices/runtime';
import type { Cluster } from '../../config/cluster';
import type { ContainerClient, Resource } from '../../resources/resource';
import type { Download } from '../download';
import type { OsFamily } from '../os/kind';
import type { Service } from '../service';

export interface RuntimeInput {
  readonly cluster: Cluster;
  /** Reference of the pod sandbox's image. */
  readonly sandboxImage: string;
  /** Contents of files on the worker that the cluster file names, by their path in it. */
  readonly workerFiles: Readonly<Record<string, string>>;
  /** Secrets that it refers to, by `secretName`: for files that root alone reads. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What answers the kubelet. */
export interface CriServer {
  /** The socket as kubeadm and the kubelet take it. */
  readonly socket: string;
  readonly unit: string;
  /** Inside the kubelet: kubeadm asks the runtime itself, by its own client. */
  readonly isBuiltIn?: true;
}

/** A program that prints its version with `--version`, and the major that it must be older than. */
export interface PackageLimit {
  readonly program: string;
  readonly beforeMajor: number;
  /** As a clause: what is wrong with a newer one. */
  readonly why: string;
}

/** A container runtime that the kubelet can be pointed to. */
export interface RuntimeKind {
  /** How the cluster file is judged, for one of a catalog of one's own; that of a built-in one stands in `config`. */
  readonly choice?: RuntimeChoice;
  /** Of the runtime itself. */
  readonly unit: string;
  /** Client that sees what the kubelet has the runtime pull and run. */
  readonly client: ContainerClient;
  /** Where images and containers are kept. */
  readonly dataDirectory: string;
  readonly kernelModules: readonly string[];
  /** What it leaves of Kubernetes beside containers and images, as patterns of paths. */
  readonly traces: readonly string[];
  criOf(cluster: Cluster): CriServer;
  downloads(cluster: Cluster): readonly Download[];
  /** Names of the packages that bring it where it is no archive, the runtime's own first. */
  packages(os: OsFamily): readonly string[];
  /** What a package must bring whose version nobody named, so that the kubelet goes with it; left out: whatever it brings does. */
  packageLimit?(cluster: Cluster): PackageLimit | undefined;
  /** What must be there before the services start, and files that the runtime reads while it runs. */
  files(input: RuntimeInput): readonly Resource[];
  /** In the order in which they start. */
  services(input: RuntimeInput): readonly Service[];
}
