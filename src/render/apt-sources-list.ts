import { HEADER } from './parts/header';

export interface AptSourcesListInput {
  readonly url: string;
  /** A path that ends with `/` has no components. */
  readonly suite: string;
  readonly components: readonly string[];
  /** Files on the node with the keys that this repository may be signed with, and no other. */
  readonly keyFiles: readonly string[];
}

/** /etc/apt/sources.list.d/*.list: one repository, trusted by keys of its own. */
export function renderAptSourcesList({ url, suite, components, keyFiles }: AptSourcesListInput): string {
  return `${HEADER}deb [signed-by=${keyFiles.join(',')}] ${[url, suite, ...components].join(' ')}\n`;
}
