import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where artifacts are kept by version, shared by all labs and checkouts. */
export function cacheDirectory(env: Environment = process.env): string {
  const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return env['SLIPWAY_CACHE_DIR'] || join(base, 'slipway', 'lab');
}

/** Where what Slipway runs on this machine keeps its state: labs, development server, workers. */
export function stateDirectory(env: Environment = process.env): string {
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'slipway');
}

export function labsDirectory(env: Environment = process.env): string {
  return join(stateDirectory(env), 'labs');
}

export function labDirectory(name: string, env: Environment = process.env): string {
  return join(labsDirectory(env), name);
}

/** The checkout: compiled code stands under dist/, so the depth of this file does not tell. */
export function projectRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`No package.json above ${__dirname}; run the lab from a checkout.`);
    directory = parent;
  }
  return directory;
}

/** A file under lab/sources, which is not compiled. */
export function sourceFile(...names: string[]): string {
  return join(projectRoot(), 'lab', 'sources', ...names);
}
