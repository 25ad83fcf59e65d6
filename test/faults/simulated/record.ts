import { writeRecord } from '../record/files';
import { productDigest } from '../record/product-digest';
import { type Row, summarizeMs } from '../record/record';
import { clusterOf } from './clusters';
import { FAULT_IDS, type FaultId } from './faults';
import { rehearse } from './rehearse';
import type { Outcome } from './run-scenario';
import type { WorkflowHost } from './temporal/workflow-host';

const ON =
  'A model of machines, kubeadm and etcd on a virtual clock, under the workflows and activities of the product; recovery is what an install that nothing else struck took longer than one without any fault.';

interface Tally {
  points: number;
  runs: number;
  passes: number;
  readonly delaysMs: number[];
  readonly failed: number[];
}

/** What a run over many seeds has shown: a row for each kind of fault, as test/faults/README.md describes. */
export class SeedRecord {
  readonly failed: Outcome[] = [];
  readonly #from: number;
  readonly #host: WorkflowHost;
  readonly #tallies = new Map<FaultId, Tally>(
    FAULT_IDS.map((id) => [id, { points: 0, runs: 0, passes: 0, delaysMs: [], failed: [] }]),
  );
  #seeds = 0;

  constructor(from: number, host: WorkflowHost) {
    this.#from = from;
    this.#host = host;
  }

  async add(outcome: Outcome): Promise<void> {
    const { scenario, struck, problems, tookMs } = outcome;
    const { tookMs: undisturbedMs } = await rehearse(scenario.shape, scenario.isPrepared === true, this.#host);
    const hasPassed = problems.length === 0;
    this.#seeds += 1;
    if (!hasPassed) this.failed.push(outcome);
    for (const [id, tally] of this.#tallies) {
      const points = struck.filter(({ fault }) => fault.id === id).length;
      if (points === 0) continue;
      tally.runs += 1;
      tally.points += points;
      if (hasPassed) tally.passes += 1;
      else tally.failed.push(scenario.seed);
      if (hasPassed && struck.length === 1) tally.delaysMs.push(Math.max(0, tookMs - undisturbedMs));
    }
  }

  /** Kinds that have struck nothing. */
  get missed(): FaultId[] {
    return [...this.#tallies].flatMap(([id, { points }]) => (points === 0 ? [id] : []));
  }

  write(): void {
    const common = {
      seeds: `${this.#from}–${this.#from + this.#seeds - 1}`,
      kubernetes: clusterOf('1+0').spec.kubernetes.version,
      product: productDigest().slice(0, 12),
      date: new Date().toISOString().slice(0, 10),
    };
    const rows = [...this.#tallies].map(([id, tally]) => ({ ...describeTally(id, tally), ...common }));
    writeRecord('simulated', { on: ON, rows });
  }
}

type Told = Omit<Row, 'seeds' | 'kubernetes' | 'product' | 'date'>;

function describeTally(id: FaultId, { points, runs, passes, delaysMs, failed }: Tally): Told {
  const recoveryMs = summarizeMs(delaysMs.map(Math.round));
  return {
    id: `${id}-seeds`,
    fault: id,
    title: 'installs of one to five nodes, at places drawn from a seed',
    runs,
    passes,
    points,
    ...(recoveryMs !== undefined && { recoveryMs }),
    ...(failed.length > 0 && { violations: failed.map((seed) => `seed ${seed}`) }),
  };
}
