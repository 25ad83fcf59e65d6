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
  const all = isMapping(spec) ? spec['nodes'] : undefined;
  if (!isMapping(spec) || !Array.isArray(all)) return undefined;
  let nodes: DraftNode[] = all.map((node: unknown, index) => ({ node, index }));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const draft = assemble(spec, nodes);
    const parsed = schema.safeParse(draft);
    if (parsed.success) return { file: parsed.data, value: draft, nodeIndexes: nodes.map(({ index }) => index) };
    const paths = pathsToRemove(parsed.error.issues, round);
    for (const path of paths) remove(draft, path);
    nodes = nodes.filter(
      (_, index) => !paths.some((path) => isNodePath(path) && path.length === 3 && path[2] === index),
    );
  }
  return undefined;
}

interface DraftNode {
  readonly node: unknown;
  /** In the file. */
  readonly index: number;
}

/** Shares the mappings of `spec` and `nodes`, so that what is removed from the draft stays removed. */
function assemble(spec: Mutable, nodes: readonly DraftNode[]): Mutable {
  spec['kubernetes'] = { ...KUBERNETES_STAND_IN, ...(isMapping(spec['kubernetes']) ? spec['kubernetes'] : {}) };
  spec['nodes'] = nodes.map(({ node }) => node);
  return { ...STAND_INS, spec };
}

function isNodePath(path: Path): boolean {
  return path[1] === 'nodes' && typeof path[2] === 'number';
}

/** Each round goes one step farther up, for what is malformed because something is missing below it. */
function pathsToRemove(issues: readonly z.core.$ZodIssue[], round: number): Path[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    return paths.map((at) => cutAtList(at.slice(0, Math.max(at.length - round, isNodePath(at) ? 3 : 2))));
  });
}

/** A list that has lost an item means something else: it is taken out whole. Nodes are the exception. */
function cutAtList(path: Path): Path {
  const from = isNodePath(path) ? 3 : 0;
  const index = path.findIndex((part, at) => at >= from && typeof part === 'number');
  return index === -1 ? path : path.slice(0, index);
}

function remove(holder: unknown, path: Path): void {
  const [key, ...rest] = path;
  if (Array.isArray(holder)) remove(holder[Number(key)], rest);
  else if (isMapping(holder) && key !== undefined && rest.length > 0) remove(holder[key], rest);
  else if (isMapping(holder) && key !== undefined) delete holder[key];
}
