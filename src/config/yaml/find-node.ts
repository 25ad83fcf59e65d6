import { type Document, isAlias, isCollection, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from '../problems/problem';

/**
 * The offset of what `path` leads to: of a scalar itself, of a mapping's or list's key, since people look for the key.
 * Where the path leaves the file (a missing key, a merged mapping), the offset of the last place that was found.
 */
export function findNode(document: Document, root: Node, path: Path, atKey: boolean): number {
  let node: unknown = root;
  let offset = offsetOf(root);
  for (const [index, part] of path.entries()) {
    const holder = isAlias(node) ? node.resolve(document) : node;
    const entry = findEntry(holder, part);
    if (entry === undefined) break;
    node = entry.value;
    const keyWanted = atKey && index === path.length - 1;
    offset =
      !keyWanted && isNode(node) && (entry.key === undefined || !isCollection(node))
        ? offsetOf(node)
        : offsetOf(entry.key);
  }
  return offset;
}

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

function findEntry(holder: unknown, part: string | number): Entry | undefined {
  if (isSeq(holder) && typeof part === 'number' && part < holder.items.length) {
    return { key: undefined, value: holder.items[part] };
  }
  if (!isMap(holder)) return undefined;
  return holder.items.find((pair: Pair) => keyText(pair) === String(part));
}

/** The key of a pair as the text that it has in a path. */
export function keyText({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

export function offsetOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
}
