import type { AbsentResource } from '../../resources/resource';
import { sh } from '../../ssh/shell';
import type { Kind } from './kind';

/** A path close to the root is never what a step means to remove. */
function requireDeepPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (!path.startsWith('/') || parts.length < 2 || parts.includes('..')) {
    throw new TypeError(`absent: ${path} is not an absolute path at least two levels deep`);
  }
  return path;
}

export const absent: Kind<AbsentResource> = {
  subject: ({ path }) => path,
  check: ({ path }) => sh`{ [ ! -e ${path} ] && [ ! -L ${path} ]; } || { echo 'present, want it gone'; exit 1; }`,
  apply: ({ path }) => sh`rm -rf --one-file-system -- ${requireDeepPath(path)}`,
};
