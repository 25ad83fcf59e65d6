import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of Slipway's package.json, above the sources and above the compiled code alike. */
function packageRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json')) && directory !== dirname(directory))
    directory = dirname(directory);
  return directory;
}

/** The version of this package. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** What tells one build from another: the mark of a checkout's build, else the version of the package. */
export function readBuildStamp(): string {
  const mark = join(packageRoot(), 'dist', 'build.json');
  return existsSync(mark) ? readFileSync(mark, 'utf8') : readVersion();
}
