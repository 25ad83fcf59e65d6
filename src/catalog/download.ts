import type { Cluster } from '../config/cluster';
import type { ArtifactResource, Disruption } from '../resources/resource';

/** A download of the cluster file and where it goes. Its URL and checksum are resolved for the node's architecture. */
export interface Download {
  /** Key under `spec.artifacts`. */
  readonly artifact: Exclude<keyof Cluster['spec']['artifacts'], 'kubernetes'>;
  readonly name: string;
  readonly version: string;
  readonly install: ArtifactResource['install'];
  readonly disruption: Disruption;
  /** Unit that runs it, and takes up a new one by a restart. */
  readonly runBy?: string;
}
