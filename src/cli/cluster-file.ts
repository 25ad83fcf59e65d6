import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Cluster } from '../config/cluster';
import { parseCluster } from '../config/parse-cluster';
import { formatProblems } from '../config/problems/format-problems';
import { CliError } from './cli-error';
import type { CliContext } from './context';
import { EXIT_CODES } from './exit-codes';

export const DEFAULT_FILE = 'cluster.yaml';

export interface ClusterFile {
  readonly cluster: Cluster;
  readonly digest: string;
}

/** How a command is told which file. */
export interface FileOptions {
  readonly file?: string;
}

/** The cluster that a file describes. @throws CliError with every problem of the file, exit code 2 */
export function readClusterFile({ cwd }: Pick<CliContext, 'cwd'>, { file = DEFAULT_FILE }: FileOptions): ClusterFile {
  const path = isAbsolute(file) ? file : join(cwd, file);
  const result = parseCluster(readText(path, file));
  if (result.ok) return result;
  throw new CliError(EXIT_CODES.badInput, formatProblems(result.problems, file).trimEnd());
}

/** A cluster is named by its name or by its file; without either, by ./cluster.yaml. */
export function readClusterName(context: Pick<CliContext, 'cwd'>, given: string | undefined): string {
  if (given !== undefined && !looksLikeFile(context, given)) return given;
  return readClusterFile(context, given === undefined ? {} : { file: given }).cluster.metadata.name;
}

function looksLikeFile({ cwd }: Pick<CliContext, 'cwd'>, given: string): boolean {
  if (given.includes('/') || /\.ya?ml$/.test(given)) return true;
  return given.includes('.') && existsSync(join(cwd, given));
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT_CODES.badInput, `${file} cannot be read: ${cause}`, 'name the cluster file with --file');
  }
}
