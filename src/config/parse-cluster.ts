import { type CatalogOfOnesOwn, choicesWith, rangesWith } from './choices';
import type { Cluster } from './cluster';
import { clusterDigest } from './digest';
import { draftCluster } from './draft';
import { describeGiven } from './problems/given';
import { type Judged, judge } from './judge';
import { applyPreset } from './presets';
import { type Finding, formatPath, type Path, type Problem } from './problems/problem';
import { resolveCluster } from './resolve-cluster';
import { BUILT_IN_CATALOG, type CatalogNames, type ClusterFile, clusterSchema } from './schema';
import { clusterJsonSchema } from './schema-keys';
import { describeIssues } from './problems/shape-findings';
import { valueAt } from './value-at';
import { readSource, type Source } from './yaml/source';

export type ParseResult =
  | { readonly ok: true; readonly cluster: Cluster; /** SHA-256 of the cluster, hex. */ readonly digest: string }
  | { readonly ok: false; /** In the order of the file, never empty. */ readonly problems: readonly Problem[] };

export interface ParseOptions {
  /** Entries that the file may choose beside the built-in ones: what the workers' SlipwayPlugin is given. */
  readonly catalog?: CatalogOfOnesOwn;
}

/**
 * Reads a cluster file. Every problem is found at once: syntax, shape, and what several fields say together.
 * Pure: touches no file, node or network; secrets stay references.
 */
export function parseCluster(text: string, options: ParseOptions = {}): ParseResult {
  const { catalog = {} } = options;
  const choices = choicesWith(catalog);
  const runtime = [...BUILT_IN_CATALOG.runtime, ...Object.keys(catalog.runtime ?? {})];
  const names = { runtime, cni: Object.keys(choices.cni), loadBalancer: Object.keys(choices.loadBalancer) };
  const { source, problems } = readSource(text);
  if (source === undefined) return { ok: false, problems };
  const { file, draft, findings } = examine(source.value, names, { choices, ranges: rangesWith(catalog) });
  const all = [...problems, ...findings.map((finding) => toProblem(finding, source, file ?? draft))];
  if (file === undefined || all.length > 0) return { ok: false, problems: all.toSorted(byPlace) };
  const cluster = resolveCluster(file, choices);
  return { ok: true, cluster, digest: clusterDigest(cluster) };
}

/** To make a schema takes ten times as long as to read a file by it. */
const schemas = new Map<string, ReturnType<typeof clusterSchema>>();

function schemaOf(names: CatalogNames): ReturnType<typeof clusterSchema> {
  const key = JSON.stringify(names);
  const schema = schemas.get(key) ?? clusterSchema(names);
  schemas.set(key, schema);
  return schema;
}

/** What is known of the names that the file may choose. */
type Known = Pick<Judged, 'choices' | 'ranges'>;

interface Examined {
  /** Absent when the file is malformed. */
  readonly file?: ClusterFile;
  /** What the rules looked at in its place. */
  readonly draft?: ClusterFile;
  readonly findings: readonly Finding[];
}

function examine(value: unknown, names: CatalogNames, known: Known): Examined {
  const schema = schemaOf(names);
  const whole = applyPreset(value);
  const parsed = schema.safeParse(whole);
  if (parsed.success) return { file: parsed.data, findings: judge({ file: parsed.data, given: value, ...known }) };
  const shape = describeIssues(parsed.error.issues, value, clusterJsonSchema(names));
  const draft = draftCluster(schema, whole);
  if (draft === undefined) return { findings: shape };
  const malformed = shape.map(({ path }) => path);
  const judged = judge({ file: draft.file, given: draft.value, malformed, ...known });
  return {
    draft: draft.file,
    findings: [
      ...shape,
      ...judged.map((finding) => ({ ...finding, path: restoreIndex(finding.path, draft.nodeIndexes) })),
    ],
  };
}

/** A draft may have lost nodes; problems are told of the file as it is. */
function restoreIndex(path: Path, nodeIndexes: readonly number[]): Path {
  const [spec, field, index, ...rest] = path;
  if (spec !== 'spec' || field !== 'nodes' || typeof index !== 'number') return path;
  return [spec, field, nodeIndexes[index] ?? index, ...rest];
}

function toProblem(finding: Finding, source: Source, withDefaults: unknown): Problem {
  const { path, message, accepted, suggestion, atKey } = finding;
  return {
    path: formatPath(path),
    ...source.place(path, atKey),
    given: describeFound(finding, source.value, withDefaults),
    accepted,
    message,
    ...(suggestion !== undefined && { suggestion }),
  };
}

function describeFound({ path, atKey, isSecret }: Finding, given: unknown, withDefaults: unknown): string {
  if (atKey) return `the key ${JSON.stringify(path.at(-1))}`;
  const shown = (value: unknown) => describeGiven(isSecret ? ['secret'] : path, value);
  const byDefault = valueAt(withDefaults, path);
  if (valueAt(given, path) !== undefined || byDefault === undefined) return shown(valueAt(given, path));
  return `${shown(byDefault)} by default`;
}

function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}
