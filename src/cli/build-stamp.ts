import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What tells one build from another: the mark of a checkout's build, else the version of the package. */
export function readBuildStamp(): string {
  const root = join(__dirname, '..', '..');
  for (const file of [join(root, 'build.json'), join(root, '..', 'package.json')]) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      continue;
    }
  }
  return 'unknown';
}
