import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import { describeGiven } from '../problems/given';
import { formatPath, type Path } from '../problems/problem';
import { keyText, offsetOf } from './find-node';

/** A problem that only the text shows: the plain value has lost it, or must not be made at all. */
export interface Hazard {
  readonly path: string;
  readonly offset: number;
  readonly given: string;
  readonly accepted: string;
  readonly message: string;
  /** No value may be made of the file. */
  readonly isFatal: boolean;
}

const DEEPEST = 64;
const MOST_NODES = 500_000;
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);
const CORE_TAG = /^tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null|merge)$/;

/** Duplicate keys, keys that reach into JavaScript's prototypes, foreign tags, and aliases that loop or explode. */
export function findHazards(document: Document): Hazard[] {
  const hazards: Hazard[] = [];
  let nodes = 0;

  const report = (path: Path, node: unknown, message: string, accepted: string, isFatal = false) =>
    hazards.push({
      path: formatPath(path),
      offset: offsetOf(node),
      given: describeGiven(path, scalarOf(node)),
      accepted,
      message,
      isFatal,
    });

  const stop = (path: Path, node: unknown, message: string) => {
    if (!hazards.some((hazard) => hazard.isFatal)) report(path, node, message, 'a cluster file of ordinary size', true);
  };

  function walk(node: unknown, path: Path, ancestors: readonly unknown[]): void {
    nodes += 1;
    if (nodes > MOST_NODES) return stop(path, node, 'aliases make the file too large');
    if (ancestors.length > DEEPEST) return stop(path, node, 'the file is nested too deeply');
    if (isAlias(node)) return walkAlias(node.resolve(document), node, path, ancestors);
    checkTag(node, path);
    const inside = [...ancestors, node];
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index], inside);
    if (isMap(node)) for (const pair of checkKeys(node, path)) walk(pair.value, [...path, keyText(pair)], inside);
  }

  function walkAlias(target: unknown, alias: unknown, path: Path, ancestors: readonly unknown[]): void {
    if (target === undefined) return stop(path, alias, 'the alias names an anchor that is not set before it');
    if (ancestors.includes(target)) return stop(path, alias, 'the alias contains itself');
    walk(target, path, ancestors);
  }

  function checkTag(node: unknown, path: Path): void {
    const tag = isScalar(node) || isMap(node) || isSeq(node) ? node.tag : undefined;
    if (tag !== undefined && !CORE_TAG.test(tag))
      report(path, node, `the tag ${tag} is not accepted`, 'plain YAML', true);
  }

  function checkKeys(map: YAMLMap, path: Path): Pair[] {
    const seen = new Set<string>();
    return map.items.filter((pair) => {
      const key = keyText(pair);
      const at = [...path, key];
      if (!isScalar(pair.key) || pair.key.value === null)
        report(path, pair.key, 'a key must be plain text', 'plain text', true);
      else if (POLLUTING.has(key)) report(at, pair.key, `the key ${key} is reserved`, 'another key', true);
      else if (seen.has(key)) report(at, pair.key, 'the key is given twice', 'each key once');
      seen.add(key);
      return isScalar(pair.key);
    });
  }

  walk(document.contents, [], []);
  return hazards;
}

function scalarOf(node: unknown): unknown {
  return isScalar(node) ? node.value : isMap(node) ? {} : isSeq(node) ? [] : undefined;
}
