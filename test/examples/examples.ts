import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../../lab/paths';
import type { Cluster } from '../../src/config/cluster';
import { parseCluster } from '../../src/config/parse-cluster';
import { formatProblems } from '../../src/config/problems/format-problems';

const DIRECTORY = join(projectRoot(), 'examples');

/** Cluster files of `examples` and `examples/guides`, relative to it. */
export function listExamples(): string[] {
  return readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .toSorted();
}

/** `guide-001` of `guides/001.yaml`. */
export const nameExample = (file: string) => file.replace(/^guides\//, 'guide-').replace(/\.yaml$/, '');

/** Throws with its problems where it is no cluster file. */
export function readExample(file: string): Cluster {
  const parsed = parseCluster(readFileSync(join(DIRECTORY, file), 'utf8'));
  if (parsed.ok) return parsed.cluster;
  throw new Error(formatProblems(parsed.problems, basename(file)));
}
