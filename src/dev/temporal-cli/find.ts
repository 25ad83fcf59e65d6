import { accessSync, constants, mkdirSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheDirectory } from '../directories';
import { withLock } from '../lock';
import { buildTemporalCli } from './build';
import { downloadTemporalCli } from './download';
import { TEMPORAL_CLI_VERSION } from './version';

/** Says in one line what a long part does now. */
export type Report = (line: string) => void;

export interface TemporalCli {
  readonly path: string;
  readonly source: 'PATH' | 'cache' | 'download' | 'build';
}

export interface FindOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly report?: Report;
  /** Puts the binary at the path, or says in one line why it cannot. In order; the first that succeeds counts. */
  readonly install?: readonly {
    readonly source: 'download' | 'build';
    readonly into: (path: string, report: Report) => Promise<string | undefined>;
  }[];
}

/** Another command may be building the Temporal CLI from source. */
const INSTALL_TIMEOUT_MS = 30 * 60_000;
const OFFICIAL_INSTALL = [
  { source: 'download', into: downloadTemporalCli },
  { source: 'build', into: buildTemporalCli },
] as const;

/**
 * An executable Temporal CLI: from PATH, from the cache, downloaded and checked against the release's checksums, or
 * built from the Go module; what was fetched or built stays in the cache.
 * @throws when none of these works, with the reason of each
 */
export async function findTemporalCli(options: FindOptions = {}): Promise<TemporalCli> {
  const { env = process.env, report = () => undefined, install = OFFICIAL_INSTALL } = options;
  const onPath = findOnPath(env['PATH'] ?? '');
  if (onPath !== undefined) return { path: onPath, source: 'PATH' };
  const directory = join(cacheDirectory(env), 'bin');
  const path = join(directory, `temporal-${TEMPORAL_CLI_VERSION}`);
  if (isExecutable(path)) return { path, source: 'cache' };
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  return withLock(`${path}.lock`, INSTALL_TIMEOUT_MS, async () => {
    if (isExecutable(path)) return { path, source: 'cache' };
    const reasons: string[] = [];
    for (const { source, into } of install) {
      const reason = await into(path, report);
      if (reason === undefined) return { path, source };
      report(reason);
      reasons.push(reason);
      rmSync(path, { force: true });
    }
    throw new Error(
      `no Temporal CLI: ${reasons.join('; ')}. Put a \`temporal\` binary on PATH, or name a Temporal service with TEMPORAL_ADDRESS`,
    );
  });
}

function findOnPath(path: string): string | undefined {
  const candidates = path
    .split(delimiter)
    .filter((directory) => directory.startsWith('/'))
    .map((directory) => join(directory, 'temporal'));
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
