/** What `npm start` and `npm test` need before anything else; plain Node, because nothing is installed yet. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const INSTALL_MARK = join(root, 'node_modules', '.slipway-installed');
export const BUILD_MARK = join(root, 'dist', 'build.json');
const BUILD_INPUTS = [
  'src',
  'lab',
  'scripts',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
  'package-lock.json',
];
const TICK_MS = 15_000;
const FREE_MIB_NEEDED = 2_048;

export class SetUpError extends Error {}

/** Ends with what to do where this machine cannot build Slipway at all. */
export function checkMachine() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetUpError(
      `Node ${process.versions.node} is too old: Slipway needs 20.19 or newer. Install it and run this again.`,
    );
  }
  const { bavail, bsize } = statfsSync(root);
  const freeMiB = Math.floor((bavail * bsize) / 2 ** 20);
  if (freeMiB < FREE_MIB_NEEDED) {
    throw new SetUpError(
      `${root} has ${freeMiB} MiB free and Slipway needs ${FREE_MIB_NEEDED} MiB to be built. Make room and run this again.`,
    );
  }
}

/** node_modules holds exactly what package-lock.json says, for this version of Node. */
export async function ensurePackages(say) {
  const wanted = hash([join(root, 'package-lock.json')], process.version);
  if (readMark(INSTALL_MARK) === wanted) return;
  await timed(say, 'npm ci', ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(INSTALL_MARK, wanted);
}

/** dist/ is compiled from the sources as they are; false when it was already. */
export async function ensureBuild(say) {
  const wanted = hash(BUILD_INPUTS.flatMap((path) => filesBelow(join(root, path))));
  if (readMark(BUILD_MARK) === JSON.stringify({ build: wanted })) return false;
  await timed(say, 'build', ['npm', 'run', '--silent', 'build']);
  mkdirSync(dirname(BUILD_MARK), { recursive: true });
  writeFileSync(BUILD_MARK, JSON.stringify({ build: wanted }));
  return true;
}

/** Runs a command to its end; its output is shown only when it fails. */
async function timed(say, title, command) {
  const startMs = Date.now();
  const seconds = () => `${Math.round((Date.now() - startMs) / 1000)} s`;
  say(`… ${title}`);
  const ticker = setInterval(() => say(`… ${title}, ${seconds()}`), TICK_MS);
  const { code, output } = await runQuietly(command).finally(() => clearInterval(ticker));
  if (code !== 0) throw new SetUpError(`${output}\n${command.join(' ')} failed (${code ?? 'killed'}).`);
  say(`✓ ${title} (${seconds()})`);
}

function runQuietly([command, ...args]) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function filesBelow(path) {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
}

function hash(files, ...extra) {
  const sum = createHash('sha256');
  for (const text of extra) sum.update(`${text}\0`);
  for (const file of files)
    sum
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return sum.digest('hex');
}

function readMark(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
