import type { Cluster } from '../../config/cluster';
import type { Catalog } from '../catalog';
import { buildkit } from './buildkit';
import { crictl } from './crictl';
import type { ToolKind, ToolShare } from './kind';
import { nerdctl } from './nerdctl';

const TOOLS: readonly ToolKind[] = [crictl, nerdctl, buildkit];

/** The tools that the cluster asks for or needs. */
export function listTools(cluster: Cluster, catalog?: Catalog): ToolShare[] {
  return TOOLS.map((tool) => tool.shareOf(cluster, catalog)).filter((share) => share !== undefined);
}
