import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../run-command';
import type { Report } from './find';
import { TEMPORAL_CLI_MODULE, TEMPORAL_CLI_VERSION } from './version';

/** A build is silent for minutes, and a person wants to see that it lives. */
const REPORT_EVERY_MS = 10_000;
/** Cold, with one slow core. */
const BUILD_TIMEOUT_MS = 25 * 60_000;

/** Puts a Temporal CLI built from its Go module at `path`. Returns the reason when that cannot be done. */
export async function buildTemporalCli(path: string, report: Report): Promise<string | undefined> {
  const staging = mkdtempSync(join(dirname(path), 'temporal-build-'));
  const startedMs = Date.now();
  let packages = 0;
  const say = (): void =>
    report(
      `building the Temporal CLI ${TEMPORAL_CLI_VERSION} with Go: ${Math.round((Date.now() - startedMs) / 1000)} s, ${packages} packages compiled (4 to 9 minutes on two cores)`,
    );
  say();
  const ticker = setInterval(say, REPORT_EVERY_MS);
  try {
    const built = await runCommand(
      'go',
      ['install', '-v', '-trimpath', '-ldflags=-s -w', `${TEMPORAL_CLI_MODULE}@v${TEMPORAL_CLI_VERSION}`],
      {
        env: { ...process.env, GOBIN: staging, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
        timeoutMs: BUILD_TIMEOUT_MS,
        onErrorLine: () => (packages += 1),
      },
    );
    if (built.code !== 0) {
      return `go install ${TEMPORAL_CLI_MODULE}@v${TEMPORAL_CLI_VERSION} failed: ${built.stderr.trim().slice(-500)}`;
    }
    renameSync(join(staging, 'temporal'), path);
    return undefined;
  } catch (error) {
    return `Go cannot be run to build the Temporal CLI (${error instanceof Error ? error.message : String(error)})`;
  } finally {
    clearInterval(ticker);
    rmSync(staging, { recursive: true, force: true });
  }
}
