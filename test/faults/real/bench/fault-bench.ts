import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterFileOptions, Lab } from '../../../../lab';
import { type RunResult, parseCluster } from '../../../../src';
import { pollUntil } from '../../../e2e/support/bench';
import { ClusterOracle } from '../../../e2e/support/cluster-oracle';
import { type Sample, type Sampler, startSampler } from '../../../e2e/support/process-sampler';
import { Crew } from '../worker/crew';
import { type Note, Notebook } from '../worker/notebook';
import type { Order } from '../worker/order';
import { type Expected, runToItsEnd } from './run-to-its-end';
import { TemporalServer } from './temporal-server';
import { UidWatch } from './uid-watch';

/** A cluster file that was read. */
export type Wanted = Extract<ReturnType<typeof parseCluster>, { ok: true }>;

const WORKERS = 3;
const SAMPLE_EVERY_MS = 400;
const HELD_TIMEOUT_MS = 5 * 60_000;

/** Machines, a Temporal server and worker processes, all of it one case's alone. */
export class FaultBench {
  readonly lab: Lab;
  readonly oracle: ClusterOracle;
  readonly temporal: TemporalServer;
  readonly notebook: Notebook;
  readonly uids: UidWatch;
  /** Holds the database, logs, histories and notes. */
  readonly directory: string;
  readonly startedAtMs = Date.now();
  #sampler: Sampler | undefined;
  #wanted: Wanted | undefined;
  #crew: Crew | undefined;

  constructor(lab: Lab, directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.lab = lab;
    this.directory = directory;
    this.oracle = new ClusterOracle(lab);
    this.temporal = new TemporalServer(directory);
    this.notebook = new Notebook(this.#notes);
    this.uids = new UidWatch(lab);
  }

  /** The machines are up already. */
  async up(): Promise<void> {
    await this.temporal.start();
    this.#sampler = await startSampler(this.lab, SAMPLE_EVERY_MS);
    this.uids.start();
  }

  /** Worker processes with an order, instead of those that there were. */
  async employ(order: Omit<Order, 'directory'> = { moment: 'never' }, count = WORKERS): Promise<Crew> {
    await this.#crew?.stop();
    this.#crew = new Crew({
      count,
      order: { ...order, directory: this.#notes },
      env: this.temporal.env,
      logDirectory: this.directory,
    });
    return this.#crew;
  }

  /** The cluster that a file of the lab asks for, after `edit` has been at it. */
  async want(options: ClusterFileOptions = {}, edit = (text: string) => text): Promise<Wanted> {
    const text = edit(await this.lab.clusterYaml(options));
    writeFileSync(join(this.directory, 'cluster.yaml'), text, { mode: 0o600 });
    const read = parseCluster(text);
    if (!read.ok) throw new Error(`the lab's cluster file: ${JSON.stringify(read.problems)}`);
    this.#wanted = read;
    return read;
  }

  /** The cluster that is wanted in the end. */
  get lastWanted(): Wanted {
    if (this.#wanted === undefined) throw new Error('the case has wanted no cluster');
    return this.#wanted;
  }

  /** Installs, and returns what the run ended with; throws when it waits for a person that `expected` does not allow. */
  async install(wanted: Wanted, expected: Expected = {}): Promise<RunResult> {
    await this.temporal.slipway.install(wanted);
    return runToItsEnd(this.temporal.slipway, wanted.cluster.metadata.name, expected);
  }

  /** Plans to take these nodes out of the cluster; what comes back does so, approved, and throws unless it ends well. */
  async planReset(wanted: Wanted, nodes: readonly string[]): Promise<() => Promise<RunResult>> {
    const { slipway } = this.temporal;
    const { digest } = await slipway.planReset(wanted.cluster, { nodes });
    return async () => {
      await slipway.reset(wanted, { nodes, approval: { digest, who: 'test' } });
      const result = await runToItsEnd(slipway, wanted.cluster.metadata.name);
      if (result.outcome !== 'reset') throw new Error(`the reset ended as ${result.outcome}`);
      return result;
    };
  }

  get clusterName(): string {
    return this.lastWanted.cluster.metadata.name;
  }

  /** Waits until so many activities, of one name or of any, are held; throws when they are not within the time. */
  async awaitHeld(count: number, of?: string): Promise<void> {
    const isHeld = ({ what, activity }: Note) => what === 'held' && (of === undefined || activity === of);
    await pollUntil(
      `${count} activities held${of === undefined ? '' : `: ${of}`}`,
      HELD_TIMEOUT_MS,
      async () => this.notebook.read().filter(isHeld).length,
      (held) => held >= count,
    );
  }

  /** Runs a script as root on a machine, without SSH; its output. Throws unless it ends with 0. */
  async onMachine(machine: string, script: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.lab.exec(machine, ['sh', '-c', script]);
    if (exitCode !== 0) throw new Error(`${script.slice(0, 100)} on ${machine}: ${stderr.trim() || stdout.trim()}`);
    return stdout.trim();
  }

  /** Ends the sampling of processes; what was seen, by machine. */
  async stopSampling(): Promise<ReadonlyMap<string, Sample>> {
    await this.uids.stop();
    const samples = (await this.#sampler?.stop()) ?? new Map<string, Sample>();
    this.#sampler = undefined;
    return samples;
  }

  /** Nothing but the machines is left running; what was written stays. */
  async down(): Promise<void> {
    await this.stopSampling();
    await this.#crew?.stop();
    await this.temporal.stop();
  }

  get #notes(): string {
    return join(this.directory, 'notes');
  }
}
