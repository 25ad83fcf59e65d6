import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of this test file's own, removed after its last test, and an environment whose state lives in it. */
export function useScratch(): { readonly directory: string; readonly env: NodeJS.ProcessEnv } {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-dev-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const env = { ...process.env, XDG_STATE_HOME: join(directory, 'state'), XDG_CACHE_HOME: join(directory, 'cache') };
  return { directory, env };
}
