import { type Suite, writeRecord } from '../record/files';
import { productDigest } from '../record/product-digest';
import { type Row, summarizeMs } from '../record/record';
import { clusterOf, WHOLE_JOINS } from './clusters';
import { FAULT_IDS, type FaultId, RESET_FAULT_IDS } from './faults';
import type { Outcome, Scenario } from './run-scenario';

/** Which record the seeds go into, and as what. */
export interface RecordOptions {
  readonly suite: Suite;
  /** One sentence on what they run on. */
  readonly on: string;
  /** Of installs. */
  readonly title: string;
  /** Whether resets are among them. */
  readonly withResets?: true;
  /** What a scenario takes without its faults, in the same milliseconds; left out: recovery is not told. */
  readonly undisturbedMs?: (scenario: Scenario) => Promise<number>;
}

interface Tally {
  readonly fault: FaultId;
  readonly of: 'install' | 'reset';
  points: number;
  runs: number;
  passes: number;
  readonly delaysMs: number[];
  readonly seeds: number[];
  readonly failed: number[];
}

const RESET_TITLE = 'nodes or whole clusters reset, and installed again afterwards, at places drawn from a seed';

/** What a run over many seeds has shown: a row for each kind of fault and what it struck, as test/faults/README.md describes. */
export class SeedRecord {
  readonly failed: Outcome[] = [];
  readonly #options: RecordOptions;
  readonly #tallies: readonly Tally[];
  readonly #seeds: number[] = [];

  constructor(options: RecordOptions) {
    this.#options = options;
    this.#tallies = [
      ...FAULT_IDS.map((fault) => beginTally(fault, 'install')),
      ...(options.withResets === true ? RESET_FAULT_IDS.map((fault) => beginTally(fault, 'reset')) : []),
    ];
  }

  async add(outcome: Outcome): Promise<void> {
    const { scenario, struck, problems, tookMs } = outcome;
    const undisturbedMs = await this.#options.undisturbedMs?.(scenario);
    const hasPassed = problems.length === 0;
    const operation = scenario.reset === undefined ? 'install' : 'reset';
    this.#seeds.push(scenario.seed);
    if (!hasPassed) this.failed.push(outcome);
    for (const tally of this.#tallies) {
      const points = struck.filter(({ fault }) => fault.id === tally.fault).length;
      if (points === 0 || tally.of !== operation) continue;
      tally.runs += 1;
      tally.points += points;
      tally.seeds.push(scenario.seed);
      if (hasPassed) tally.passes += 1;
      else tally.failed.push(scenario.seed);
      if (hasPassed && struck.length === 1 && undisturbedMs !== undefined)
        tally.delaysMs.push(Math.max(0, tookMs - undisturbedMs));
    }
  }

  /** Kinds that have struck nothing, by what they should have. */
  get missed(): string[] {
    return this.#tallies.filter(({ points }) => points === 0).map(({ fault, of }) => `${fault} in ${of}`);
  }

  write(): void {
    const { suite, on, title } = this.#options;
    const common = {
      kubernetes: `${clusterOf('1+0').spec.kubernetes.version}, ${WHOLE_JOINS}`,
      product: productDigest().slice(0, 12),
      date: new Date().toISOString().slice(0, 10),
    };
    const rows = this.#tallies.map((tally) => ({
      ...describeTally(tally),
      title: tally.of === 'install' ? title : RESET_TITLE,
      seeds: describeSeeds(this.#seeds, tally.seeds),
      ...common,
    }));
    writeRecord(suite, { on, rows });
  }
}

function beginTally(fault: FaultId, of: Tally['of']): Tally {
  return { fault, of, points: 0, runs: 0, passes: 0, delaysMs: [], seeds: [], failed: [] };
}

type Told = Omit<Row, 'title' | 'seeds' | 'kubernetes' | 'product' | 'date'>;

function describeTally({ fault, of, points, runs, passes, delaysMs, failed }: Tally): Told {
  const recoveryMs = summarizeMs(delaysMs.map(Math.round));
  return {
    id: of === 'install' ? `${fault}-seeds` : `${fault}-reset-seeds`,
    fault,
    runs,
    passes,
    points,
    ...(recoveryMs !== undefined && { recoveryMs }),
    ...(failed.length > 0 && { violations: failed.map((seed) => `seed ${seed}`) }),
  };
}

/** All of them where none between was left out, else those that were struck. */
function describeSeeds(all: readonly number[], struck: readonly number[]): string {
  const [first, last] = [Math.min(...all), Math.max(...all)];
  return last - first + 1 === all.length ? `${first}–${last}` : struck.toSorted((one, other) => one - other).join(', ');
}
