import type { z } from 'zod';
import type { Path } from './problems/problem';
import type { ClusterFile, clusterSchema } from './schema';
import { isMapping } from './value-at';

/** What is left of a malformed file once the malformed parts are taken out, so that the rules can judge the rest. */
export interface Draft {
  readonly file: ClusterFile;
  readonly value: unknown;
  /** For each node of the draft, its index in the file. */
  readonly nodeIndexes: readonly number[];
}

type Mutable = { [key: string]: unknown };

const MOST_ROUNDS = 6;

/** Rules that would read these are not run, so that any well-formed value will do. */
const STAND_INS = { apiVersion: 'slipway.dev/v1alpha1', kind: 'Cluster', metadata: { name: 'draft' } };
const KUBERNETES_STAND_IN = { version: 'v1.34.0' };

/** Undefined where so much is missing that nothing can be judged: no spec, no list of nodes, no whole node. */
export function draftCluster(schema: ReturnType<typeof clusterSchema>, given: unknown): Draft | undefined {
  const value: unknown = structuredClone(given);
  const spec = isMapping(value) ? value['spec'] : undefined;
  const nodes = isMapping(spec) ? spec['nodes'] : undefined;
  if (!isMapping(spec) || !Array.isArray(nodes)) return undefined;
  let kept = nodes.map((_, index) => index);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const kubernetes = { ...KUBERNETES_STAND_IN, ...(isMapping(spec['kubernetes']) ? spec['kubernetes'] : {}) };
    const draft = { ...STAND_INS, spec: { ...spec, kubernetes, nodes: kept.map((index): unknown => nodes[index]) } };
    const parsed = schema.safeParse(draft);
    if (parsed.success) return { file: parsed.data, value: draft, nodeIndexes: kept };
    for (const path of pathsToRemove(parsed.error.issues, round)) {
      const [, , index, ...rest] = path;
      if (path[1] === 'nodes' && typeof index === 'number') {
        const original = kept[index];
        if (rest.length > 0) remove(nodes[original ?? -1], rest);
        else kept = kept.map((at) => (at === original ? -1 : at));
      } else remove(spec, path.slice(1));
    }
    kept = kept.filter((index) => index >= 0);
  }
  return undefined;
}

/** Each round goes one step farther up, for what is malformed because something is missing below it. */
function pathsToRemove(issues: readonly z.core.$ZodIssue[], round: number): Path[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    return paths.map((at) => cutAtList(at.slice(0, Math.max(at.length - round, at[1] === 'nodes' ? 3 : 2))));
  });
}

/** A list that has lost an item means something else: it is taken out whole. Nodes are the exception. */
function cutAtList(path: Path): Path {
  const from = path[1] === 'nodes' ? 3 : 0;
  const index = path.findIndex((part, at) => at >= from && typeof part === 'number');
  return index === -1 ? path : path.slice(0, index);
}

function remove(holder: unknown, path: Path): void {
  const [key, ...rest] = path;
  if (!isMapping(holder) || key === undefined) return;
  if (rest.length === 0) delete (holder as Mutable)[key];
  else remove(holder[key], rest);
}
