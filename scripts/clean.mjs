/** `npm run clean`: removes what `npm start` made: workers, dev server, labs and their state. Caches stay unless --cache. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './set-up.mjs';

const state = join(
  process.env.XDG_STATE_HOME?.startsWith('/') ? process.env.XDG_STATE_HOME : join(homedir(), '.local/state'),
  'slipway',
);
const cache = join(
  process.env.XDG_CACHE_HOME?.startsWith('/') ? process.env.XDG_CACHE_HOME : join(homedir(), '.cache'),
  'slipway',
);

if (existsSync(join(root, 'dist'))) {
  run('dist/src/cli/main.js', 'dev', 'stop');
  await takeLabsDown();
}
remove(state);
if (process.argv.includes('--cache')) await removeCaches();
else console.log(`${cache} stays (Temporal CLI, artifacts, images); remove it with: npm run clean -- --cache`);

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
  if (existsSync(join(root, 'dist'))) await lab().removeCache();
  remove(cache);
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`node ${args.join(' ')} failed; what it was to remove may still be there. Nothing else was removed.`);
  process.exit(1);
}

function remove(directory) {
  rmSync(directory, { recursive: true, force: true });
  console.log(`${directory} is removed`);
}
