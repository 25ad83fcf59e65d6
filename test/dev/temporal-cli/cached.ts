import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../../../src/dev/directories';
import { findTemporalCli } from '../../../src/dev/temporal-cli/find';
import { TEMPORAL_CLI_VERSION } from '../../../src/dev/temporal-cli/version';

/** Lets an environment of its own use this machine's Temporal CLI, fetched or built when it is not there yet. */
export function useTemporalCli(env: NodeJS.ProcessEnv): void {
  beforeAll(async () => {
    const { path } = await findTemporalCli();
    const directory = join(cacheDirectory(env), 'bin');
    mkdirSync(directory, { recursive: true });
    symlinkSync(path, join(directory, `temporal-${TEMPORAL_CLI_VERSION}`));
  }, 20 * 60_000);
}
