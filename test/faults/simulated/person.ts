import type { ResetResult } from '../../../src/workflows/messages-of-reset';
import { installWorkflowId, type RunStatus } from '../../../src/workflows/messages';
import type { Cluster } from '../../../src/config/cluster';
import { clusterDigest } from '../../../src/config/digest';
import type { Clock } from './model/clock';
import type { Journal } from './model/journal';
import type { ResetWish } from './reset-wish';
import type { Closed, Service, ServiceRun } from './service';
import { toPayload } from './temporal/payloads';

const LOOKS_EVERY_MS = 25_000;
/** Of somebody who knows that another one is at it. */
const LOOKS_EAGERLY_EVERY_MS = 2000;
const AGAIN_AFTER_MS = 30_000;
/** Runs in a row that somebody has the patience for. */
const MAX_RUNS = 8;
/** Of branches whose machine was replaced. */
const MAX_RETRIES = 50;

/** What somebody wants of a cluster. */
export type Errand =
  | { readonly workflow: 'installCluster'; readonly wish?: never }
  | { readonly workflow: 'resetCluster'; readonly wish: ResetWish };

/** Somebody at one Temporal server who wants something of the cluster: starts runs of it, approves gates, gives up a parked run. */
export class Person {
  readonly name: string;
  readonly #service: Service;
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #journal: Journal;
  #errand: Errand = { workflow: 'installCluster' };
  #runs = 0;
  #retries = 0;
  /** Whether a parked branch is given up; without it nobody does anything. */
  givesUpParked = false;
  wantsIt = true;
  /** Nodes whose machine was replaced: their branches are tried again. */
  readonly retried = new Set<string>();
  result: Closed | undefined;
  /** Of errands whose first run failed. A later one may begin while a machine is off, which preflight refuses. */
  readonly failures: string[] = [];
  /** When its last run ended, in milliseconds of the clock. */
  endedAtMs: number | undefined;
  /** What the run waits for, where it waits for somebody and nobody is to do anything. */
  complaint: string | undefined;

  constructor(name: string, service: Service, cluster: Cluster, world: { clock: Clock; journal: Journal }) {
    this.name = name;
    this.#service = service;
    this.#cluster = cluster;
    this.#clock = world.clock;
    this.#journal = world.journal;
  }

  get run(): ServiceRun | undefined {
    return this.#service.find(installWorkflowId(this.#cluster.metadata.name));
  }

  /** Nothing more is to be expected of this one. */
  get isDone(): boolean {
    if (this.complaint !== undefined) return true;
    return this.run?.isOpen !== true && (this.result !== undefined || !this.wantsIt);
  }

  install(): void {
    this.pursue({ workflow: 'installCluster' });
  }

  reset(wish: ResetWish): void {
    this.pursue({ workflow: 'resetCluster', wish });
  }

  /** Has it done, however many runs that takes. */
  pursue(errand: Errand): void {
    this.#errand = errand;
    this.#runs = 0;
    this.#begin();
  }

  get errand(): Errand {
    return this.#errand;
  }

  #begin(): void {
    this.#runs += 1;
    const { workflow, wish } = this.#errand;
    this.#journal.note(`${this.name} starts ${workflow} (${this.#runs})`);
    this.result = undefined;
    const cluster = this.#cluster;
    const input = { cluster, clusterDigest: clusterDigest(cluster), service: this.name, ...wish };
    const run = this.#service.start(workflow, installWorkflowId(cluster.metadata.name), [input]);
    run?.onClose((closed) => this.#hear(closed));
    this.#lookLater();
  }

  /** What the run shows now. */
  async status(): Promise<RunStatus | undefined> {
    return (await this.run?.query('status')) as RunStatus | undefined;
  }

  #hear(closed: Closed): void {
    this.endedAtMs = this.#clock.now();
    if (closed.status === 'failed' && this.#runs === 1)
      this.failures.push(closed.failure.message ?? 'for a reason that it does not give');
    const isEnough = isDone(closed) || !this.wantsIt || this.#runs >= MAX_RUNS;
    if (isEnough) this.result = closed;
    else this.#clock.after(AGAIN_AFTER_MS * 2 ** (this.#runs - 1), () => this.#service.whenUp(() => this.#begin()));
  }

  #lookLater(): void {
    this.#clock.after(this.givesUpParked ? LOOKS_EAGERLY_EVERY_MS : LOOKS_EVERY_MS, () => {
      if (this.run?.isOpen !== true) return;
      this.#service.ask(() => this.#look());
      this.#lookLater();
    });
  }

  async #look(): Promise<void> {
    const status = await this.status();
    const [gate] = status?.gates ?? [];
    const [parked] = status?.parked ?? [];
    if (gate !== undefined) {
      this.#journal.note(`${this.name} approves: ${gate.title}`);
      this.run?.signal('approve', [toPayload({ digest: gate.digest, who: this.name })]);
    } else if (parked !== undefined && this.retried.has(parked.node) && this.#retries < MAX_RETRIES) {
      this.#retries += 1;
      this.#journal.note(`${this.name} has ${parked.node} tried again, which is parked: ${parked.cause}`);
      this.run?.signal('retry', [toPayload({ node: parked.node, who: this.name })]);
    } else if (parked !== undefined && !this.givesUpParked) {
      this.complaint = `${parked.node} is parked: ${parked.cause}`;
    } else if (parked !== undefined) {
      this.#journal.note(`${this.name} aborts, since ${parked.node} is parked: ${parked.cause}`);
      this.run?.signal('abort', [toPayload({ who: this.name })]);
    }
  }
}

/** A reset that went on without a machine that did not answer has to come back to it. */
function isDone(closed: Closed): boolean {
  if (closed.status !== 'completed') return false;
  const { nodes = [] } = closed.result as Partial<Pick<ResetResult, 'nodes'>>;
  return nodes.every(({ left }) => left === undefined);
}
