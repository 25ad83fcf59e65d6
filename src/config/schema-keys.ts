import { z } from 'zod';
import { type CatalogNames, clusterSchema } from './schema';
import type { Path } from './problems/problem';

/** The parts of JSON Schema that zod writes. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** The schema of the file as an editor needs it: what may be written, not what becomes of it. */
export function clusterJsonSchema(catalog?: CatalogNames): JsonSchema {
  return z.toJSONSchema(clusterSchema(catalog), { io: 'input', target: 'draft-7' }) as JsonSchema;
}

/** The keys that the schema knows at `path`, over all alternatives. */
export function knownKeys(schema: JsonSchema, path: Path): string[] {
  return [...new Set(schemasAt(schema, path).flatMap((at) => Object.keys(at.properties ?? {})))];
}

/** True when the schema describes text at `path` by a pattern, and `value` matches it. */
export function matchesPattern(schema: JsonSchema, path: Path, value: string): boolean {
  return schemasAt(schema, path).some(({ pattern }) => pattern !== undefined && new RegExp(pattern).test(value));
}

function schemasAt(schema: JsonSchema, path: Path): JsonSchema[] {
  const reached = path.reduce<readonly JsonSchema[]>(
    (schemas, part) => schemas.flatMap((at) => step(at, part)),
    [schema],
  );
  return reached.flatMap(alternatives);
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf?.flatMap(alternatives) ?? [schema];
}

function step(schema: JsonSchema, part: string | number): readonly JsonSchema[] {
  return alternatives(schema).flatMap(({ items, properties, additionalProperties }) => {
    const next = typeof part === 'number' ? items : (properties?.[part] ?? additionalProperties);
    return typeof next === 'object' ? [next] : [];
  });
}
