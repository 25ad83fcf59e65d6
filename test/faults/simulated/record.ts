import { type Suite, writeRecord } from '../record/files';
import { productDigest } from '../record/product-digest';
import { type Row, summarizeMs } from '../record/record';
import { clusterOf } from './clusters';
import { FAULT_IDS, type FaultId } from './faults';
import type { Outcome, Scenario } from './run-scenario';

/** Which record the seeds go into, and as what. */
export interface RecordOptions {
  readonly suite: Suite;
  /** One sentence on what they run on. */
  readonly on: string;
  readonly title: string;
  /** What a scenario takes without its faults, in the same milliseconds; left out: recovery is not told. */
  readonly undisturbedMs?: (scenario: Scenario) => Promise<number>;
}

interface Tally {
  points: number;
  runs: number;
  passes: number;
  readonly delaysMs: number[];
  readonly seeds: number[];
  readonly failed: number[];
}

/** What a run over many seeds has shown: a row for each kind of fault, as test/faults/README.md describes. */
export class SeedRecord {
  readonly failed: Outcome[] = [];
  readonly #options: RecordOptions;
  readonly #tallies = new Map<FaultId, Tally>(
    FAULT_IDS.map((id) => [id, { points: 0, runs: 0, passes: 0, delaysMs: [], seeds: [], failed: [] }]),
  );
  readonly #seeds: number[] = [];

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  async add(outcome: Outcome): Promise<void> {
    const { scenario, struck, problems, tookMs } = outcome;
    const undisturbedMs = await this.#options.undisturbedMs?.(scenario);
    const hasPassed = problems.length === 0;
    this.#seeds.push(scenario.seed);
    if (!hasPassed) this.failed.push(outcome);
    for (const [id, tally] of this.#tallies) {
      const points = struck.filter(({ fault }) => fault.id === id).length;
      if (points === 0) continue;
      tally.runs += 1;
      tally.points += points;
      tally.seeds.push(scenario.seed);
      if (hasPassed) tally.passes += 1;
      else tally.failed.push(scenario.seed);
      if (hasPassed && struck.length === 1 && undisturbedMs !== undefined)
        tally.delaysMs.push(Math.max(0, tookMs - undisturbedMs));
    }
  }

  /** Kinds that have struck nothing. */
  get missed(): FaultId[] {
    return [...this.#tallies].flatMap(([id, { points }]) => (points === 0 ? [id] : []));
  }

  write(): void {
    const { suite, on, title } = this.#options;
    const common = {
      kubernetes: clusterOf('1+0').spec.kubernetes.version,
      product: productDigest().slice(0, 12),
      date: new Date().toISOString().slice(0, 10),
    };
    const rows = [...this.#tallies].map(([id, tally]) => ({
      ...describeTally(id, tally),
      title,
      seeds: describeSeeds(this.#seeds, tally.seeds),
      ...common,
    }));
    writeRecord(suite, { on, rows });
  }
}

type Told = Omit<Row, 'title' | 'seeds' | 'kubernetes' | 'product' | 'date'>;

function describeTally(id: FaultId, { points, runs, passes, delaysMs, failed }: Tally): Told {
  const recoveryMs = summarizeMs(delaysMs.map(Math.round));
  return {
    id: `${id}-seeds`,
    fault: id,
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
