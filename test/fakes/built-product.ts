import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
/** Inside of the checkout, so that the packages are found; a place of its own, so that no test races with a build. */
const output = resolve(root, 'node_modules/.cache/slipway/dist');

/** Compiles the product as a user gets it, when a source is newer than the last time; the folder with `src` in it. */
export function buildProduct(): string {
  const marker = join(output, 'src/workers/workflow-bundle.json');
  if (existsSync(marker) && statSync(marker).mtimeMs > newestSource(resolve(root, 'src'))) return output;
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const tsc = resolve(root, 'node_modules/.bin/tsc');
  execFileSync(tsc, ['-p', resolve(root, 'tsconfig.build.json'), '--outDir', output], { cwd: root, stdio: 'pipe' });
  execFileSync(process.execPath, [join(output, 'src/workers/build-bundle.js')], { stdio: 'pipe' });
  return output;
}

function newestSource(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(join(folder, file)).mtimeMs));
}
