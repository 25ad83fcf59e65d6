import { parseAllDocuments, type Tags } from 'yaml';
import type { KubernetesObject } from '../catalog/kubernetes-object';

/**
 * The objects of a manifest as Kubernetes reads it: YAML 1.1 (0644 is octal), without its clock times and dates, lists
 * taken apart. Throws with the place where the text is no YAML, or holds something else than objects.
 */
export function readObjects(text: string): KubernetesObject[] {
  const documents = parseAllDocuments(text, { version: '1.1', customTags: withoutTimes, logLevel: 'error' });
  return [...documents].flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return openList(document.toJS({ maxAliasCount: 1000 }));
  });
}

/** `22:22` is a text to Kubernetes, and so is a date. */
function withoutTimes(tags: Tags): Tags {
  return tags.filter(
    (tag) =>
      typeof tag === 'string' || (!('format' in tag && tag.format === 'TIME') && !tag.tag.endsWith(':timestamp')),
  );
}

function openList(value: unknown): KubernetesObject[] {
  if (value === null || value === undefined) return [];
  const object = value as Partial<KubernetesObject> & { items?: unknown };
  if (typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') {
    throw new TypeError('a document of it is no Kubernetes object: it has no apiVersion or no kind');
  }
  if (Array.isArray(object.items) && object.kind.endsWith('List')) return object.items.flatMap(openList);
  return [object as KubernetesObject];
}
