import type { Cluster } from '../../config/cluster';
import type { Catalog } from '../catalog';
import type { FileResource } from '../../resources/resource';
import type { Download } from '../download';
import type { Service } from '../service';

/** What a tool for people, or for kubeadm, puts on a node. */
export interface ToolShare {
  /** Name, and version where it is ours to choose. */
  readonly title: string;
  readonly downloads: readonly Download[];
  readonly files: readonly FileResource[];
  readonly services: readonly Service[];
}

/** A tool beside the runtime. */
export interface ToolKind {
  /** Undefined where the cluster neither asks for it nor needs it. */
  shareOf(cluster: Cluster, catalog?: Catalog): ToolShare | undefined;
}
