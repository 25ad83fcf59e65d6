import { cpus, release, totalmem } from 'node:os';
import type { Lap } from './floor';
import type { Measured } from './slipway';

/** One pair: the script and Slipway on fresh machines of the same lab, one after the other. */
export interface Pair {
  readonly floor: readonly Lap[];
  readonly install: Measured;
}

export interface BenchResult {
  readonly kubernetesVersion: string;
  readonly nodes: string;
  readonly pairs: readonly Pair[];
  /** The last cluster looked at again, nothing to do. */
  readonly reapply: Measured;
  readonly workerPeakMiB: readonly number[];
}

const seconds = (ms: number | undefined) => (ms === undefined ? '–' : (ms / 1000).toFixed(1));
const lapAt = (laps: readonly Lap[], title: string) => laps.find((lap) => lap.title === title)?.atMs ?? Number.NaN;

/** The page of figures; markdown. */
export function renderReport(result: BenchResult, date: string): string {
  return [
    '# Benchmarks',
    '',
    'Made by `npm run bench`; a measurement, not a test. The same five-node HA install (Kubernetes',
    `${result.kubernetesVersion}, ${result.nodes}, keepalived + haproxy, flannel) on fresh machines of one lab, everything`,
    'cached locally: first by a hand-written parallel shell script (`lab/bench/floor.sh`: no Temporal, no SSH, no checks,',
    'no retries, no smoke test), then by Slipway (facts, preflight, fences, checksums, re-checks, etcd health).',
    '',
    `${date}. ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}.`,
    'Machines share these cores, so everything is CPU-bound, and other work on the host shows in single figures: read the ratios.',
    '',
    '| pair | script: nodes Ready (s) | Slipway: nodes Ready (s) | ratio | Slipway: smoke test passed, run ended (s) |',
    '|---|---|---|---|---|',
    ...result.pairs.map(renderPair),
    '',
    `Median ratio of wall times to nodes Ready: **${median(result.pairs.map(ratioOf)).toFixed(2)}**.`,
    '',
    '## Re-apply with nothing to do',
    '',
    `${seconds(result.reapply.totalMs)} s from the client's call to the result \`${result.reapply.outcome}\`; SSH round trips by node: ${renderTrips(result.reapply)}.`,
    '',
    '## Memory',
    '',
    `Peak resident memory of the worker processes: ${result.workerPeakMiB.map((each) => `${each} MiB`).join(', ')}.`,
    '',
    '## Where the time went',
    '',
    ...result.pairs.flatMap(renderLaps),
    '',
  ].join('\n');
}

function ratioOf({ floor, install }: Pair): number {
  return (install.readyMs ?? Number.NaN) / lapAt(floor, 'nodes ready');
}

function renderPair(pair: Pair, index: number): string {
  const { floor, install } = pair;
  const cells = [index + 1, seconds(lapAt(floor, 'nodes ready')), seconds(install.readyMs), ratioOf(pair).toFixed(2)];
  return `| ${cells.join(' | ')} | ${seconds(install.totalMs)} |`;
}

function renderTrips({ roundTrips }: Measured): string {
  return Object.entries(roundTrips)
    .map(([node, trips]) => `${node} ${trips}`)
    .join(', ');
}

function renderLaps({ floor, install }: Pair, index: number): string[] {
  return [
    `Pair ${index + 1}. Script, seconds since its beginning: ${floor.map(({ title, atMs }) => `${title} ${seconds(atMs)}`).join(', ')}.`,
    `Slipway, seconds from a phase's first beginning to its last end (phases overlap): ${install.phases.map(({ name, tookMs }) => `${name} ${seconds(tookMs)}`).join(', ')}.`,
    '',
  ];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
