/**
 * `npm run clean`: removes what `npm start` made: workers, dev server, labs and their state. Caches stay unless --cache;
 * what `npm run faults` and `npm run guides` have found stays, since it takes hours.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SetUpError, ensureBuild, ensurePackages, root } from './set-up.mjs';

const state = join(
  process.env.XDG_STATE_HOME?.startsWith('/') ? process.env.XDG_STATE_HOME : join(homedir(), '.local/state'),
  'slipway',
);
const cache = join(
  process.env.XDG_CACHE_HOME?.startsWith('/') ? process.env.XDG_CACHE_HOME : join(homedir(), '.cache'),
  'slipway',
);

const RESULTS = ['faults', 'guides'];

try {
  await clean();
} catch (error) {
  console.error(error instanceof SetUpError ? error.message : error.stack);
  process.exitCode = 1;
}

/** What runs is known by its state alone: that goes last, and only once nothing runs any more. */
async function clean() {
  const isCacheWanted = process.argv.includes('--cache');
  if (existsSync(state) || (isCacheWanted && existsSync(cache))) {
    await ensurePackages(console.log);
    await ensureBuild(console.log);
    run('dist/src/cli/main.js', 'dev', 'stop');
    await takeLabsDown();
  }
  removeState();
  if (isCacheWanted) await removeCaches();
  else console.log(`${cache} stays (Temporal CLI, artifacts, images); remove it with: npm run clean -- --cache`);
}

function lab() {
  return createRequire(import.meta.url)(join(root, 'dist/lab/index.js'));
}

async function takeLabsDown() {
  const { createLab, lineProgress, listLabs } = lab();
  for (const name of await listLabs()) {
    await createLab({ name, progress: lineProgress() }).down();
    console.log(`lab ${name} is gone`);
  }
}

async function removeCaches() {
  if (existsSync(cache)) await lab().removeCache();
  remove(cache);
}

function removeState() {
  const entries = existsSync(state) ? readdirSync(state) : [];
  const results = entries.filter((name) => RESULTS.includes(name)).map((name) => join(state, name));
  if (results.length === 0) return remove(state);
  for (const name of entries.filter((each) => !RESULTS.includes(each))) remove(join(state, name));
  console.log(`${results.join(' and ')}: results stay`);
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  throw new SetUpError(
    `node ${args.join(' ')} failed; what it was to remove may still be there. Nothing else was removed.`,
  );
}

function remove(directory) {
  rmSync(directory, { recursive: true, force: true });
  console.log(`${directory} is removed`);
}
