import type { KubernetesRange } from '../kubernetes-ranges';

/** What may be said of a container runtime in the cluster file. */
export interface RuntimeChoice {
  /** Versions of Kubernetes that it goes with, oldest of its own versions first. */
  readonly ranges?: readonly KubernetesRange[];
}
