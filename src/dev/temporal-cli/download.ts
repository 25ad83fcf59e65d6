import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../run-command';
import type { Report } from './find';
import { TEMPORAL_CLI_VERSION } from './version';

const RELEASE = `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_CLI_VERSION}`;
/** How long to wait before the official release counts as not reachable. */
const PROBE_TIMEOUT_MS = 5_000;
/** Some 100 MB on a slow link; then it is built from source. */
const DOWNLOAD_TIMEOUT_MS = 300_000;

/**
 * Puts the official release at `path`, its SHA-256 equal to the one in the release's checksums.txt.
 * Returns the reason when that cannot be done; nothing unchecked is ever kept.
 */
export async function downloadTemporalCli(
  path: string,
  report: Report,
  release: string = RELEASE,
): Promise<string | undefined> {
  const archive = archiveName();
  if (archive === undefined) return `there is no official Temporal CLI for ${process.platform} ${process.arch}`;
  const staging = mkdtempSync(join(dirname(path), 'temporal-download-'));
  try {
    const checksums = (await fetchBytes(`${release}/checksums.txt`, PROBE_TIMEOUT_MS)).toString('utf8');
    const wanted = findChecksum(checksums, archive);
    if (wanted === undefined) return `the release's checksums.txt does not name ${archive}, so it is not trusted`;
    report(`downloading ${archive}`);
    const bytes = await fetchBytes(`${release}/${archive}`, DOWNLOAD_TIMEOUT_MS);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== wanted) return `${archive} has SHA-256 ${found}, its release says ${wanted}, so it is not trusted`;
    writeFileSync(join(staging, archive), bytes);
    const unpack = await runCommand('tar', ['-xzf', join(staging, archive), '-C', staging, 'temporal']);
    if (unpack.code !== 0) return `${archive} cannot be unpacked: ${unpack.stderr.trim()}`;
    chmodSync(join(staging, 'temporal'), 0o755);
    renameSync(join(staging, 'temporal'), path);
    return undefined;
  } catch (error) {
    return `the official Temporal CLI cannot be downloaded (${describe(error)})`;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function archiveName(): string | undefined {
  const architecture = new Map([
    ['x64', 'amd64'],
    ['arm64', 'arm64'],
  ]).get(process.arch);
  const known = process.platform === 'linux' || process.platform === 'darwin';
  if (architecture === undefined || !known) return undefined;
  return `temporal_cli_${TEMPORAL_CLI_VERSION}_${process.platform}_${architecture}.tar.gz`;
}

/** Lines are `<sha256>  <file>`. */
function findChecksum(checksums: string, file: string): string | undefined {
  const line = checksums.split('\n').find((candidate) => candidate.trim().split(/\s+/)[1] === file);
  const sum = line?.trim().split(/\s+/)[0];
  return sum !== undefined && /^[0-9a-f]{64}$/.test(sum) ? sum : undefined;
}

async function fetchBytes(url: string, timeoutMs: number): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
