import type { Cluster } from '../../src/config/cluster';
import { parseCluster } from '../../src/config/parse-cluster';
import type { Step } from '../../src/resources/resource';
import { checkKubeadm } from './check-kubeadm';
import { checkNode } from './check-node';
import { checkStep } from './check-step';
import { clusterTextOf } from './cluster-text';
import { judgeRefusals, keyOf, type Verdict } from './refusals';
import { renderCluster, type RenderedNode, renderNodes } from './render-node';
import { combine, type Slice } from './slices';

/** What came of every combination of a slice. */
export interface Walk {
  readonly slice: Slice;
  readonly verdicts: readonly Verdict[];
  /** Of allowed combinations, on every operating system of the slice. */
  readonly nodes: number;
  /** What is wrong, with the combination; none: all is well. */
  readonly faults: readonly string[];
  /** Every script that a node would be given. */
  readonly scripts: ReadonlySet<string>;
}

/** Asks the rules about every combination, and renders each node of what they allow on every family. */
export function walk(slice: Slice): Walk {
  const verdicts: Verdict[] = [];
  const faults: string[] = [];
  const scripts = new Set<string>();
  const known = new Set<string>();
  let nodes = 0;
  for (const combination of combine(slice.dimensions)) {
    const parsed = parseCluster(clusterTextOf(combination));
    verdicts.push({ combination, problems: parsed.ok ? [] : parsed.problems });
    if (!parsed.ok) continue;
    const found = examine(parsed.cluster, slice.families, { known, scripts });
    nodes += found.nodes;
    faults.push(...found.faults.map((fault) => `${keyOf(combination)}: ${fault}`));
  }
  return { slice, verdicts, nodes, faults: [...faults, ...judgeRefusals(slice, verdicts)], scripts };
}

interface Seen {
  /** Steps that were looked at already: most combinations share most of them. */
  readonly known: Set<string>;
  readonly scripts: Set<string>;
}

function examine(cluster: Cluster, families: Slice['families'], seen: Seen): { nodes: number; faults: string[] } {
  try {
    const rendered = renderCluster(cluster);
    const faults = families.flatMap(({ name, os }) =>
      renderNodes(rendered, os)
        .flatMap((node) => examineNode(node, seen))
        .map((fault) => `on ${name}: ${fault}`),
    );
    return { nodes: cluster.spec.nodes.length * families.length, faults: [...checkKubeadm(rendered), ...faults] };
  } catch (error) {
    return { nodes: 0, faults: [`it is allowed, and throws ${String(error)}`] };
  }
}

function examineNode(rendered: RenderedNode, seen: Seen): string[] {
  const steps = [...rendered.steps, ...rendered.retire];
  return [...steps.flatMap((step) => examineStep(step, seen)), ...checkNode(rendered)].map(
    (fault) => `${rendered.node.name}: ${fault}`,
  );
}

function examineStep(step: Step, { known, scripts }: Seen): string[] {
  const key = JSON.stringify(step);
  if (known.has(key)) return [];
  known.add(key);
  for (const resource of step.resources) {
    if (resource.kind === 'command') scripts.add(resource.check).add(resource.apply);
  }
  return checkStep(step);
}
