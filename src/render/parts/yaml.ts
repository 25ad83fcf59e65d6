import { stringify } from 'yaml';

/**
 * One YAML stream of the documents, in order. Strings that YAML 1.1 readers would take for something else are quoted,
 * since Kubernetes reads YAML 1.1; nothing is folded and no anchors are made.
 */
export function renderYaml(documents: readonly unknown[]): string {
  return documents
    .map((document) =>
      stringify(document, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false, directives: false }),
    )
    .join('---\n');
}
