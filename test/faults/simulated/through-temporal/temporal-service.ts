import { replayHistories } from '../../../fakes/histories';
import type { Journal } from '../model/journal';
import type { Service } from '../service';
import type { DevServer } from './dev-server';
import { TemporalRun } from './temporal-run';
import { textsIn } from './texts-in';

export interface ServiceOptions {
  readonly server: DevServer;
  /** Of these workflows alone, since many scenarios share a server. */
  readonly taskQueue: string;
  readonly journal: Journal;
  /** Milliseconds of the stage's clock in one of the time of day. */
  readonly speed: number;
}

/** A real Temporal server, as whoever starts workflows of one task queue has it. */
export class TemporalService implements Service {
  readonly #options: ServiceOptions;
  readonly #runs = new Map<string, TemporalRun>();

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  find(workflowId: string): TemporalRun | undefined {
    return this.#runs.get(workflowId);
  }

  start(type: string, workflowId: string, input: unknown[]): TemporalRun | undefined {
    if (this.#runs.get(workflowId)?.isOpen === true) return undefined;
    const { server, taskQueue, journal } = this.#options;
    const run = new TemporalRun(server.client, { type, workflowId, taskQueue, input }, (line) => journal.note(line));
    this.#runs.set(workflowId, run);
    return run;
  }

  goAway(ms: number): void {
    const { server, speed, journal } = this.#options;
    journal.note(`Temporal server: KILLED, away for ${ms} ms`);
    void server.goAway(ms / speed).then(() => journal.note('Temporal server: is back'));
  }

  whenUp(work: () => void): void {
    this.#options.server.whenUp(work);
  }

  ask(work: () => Promise<void>): void {
    void work();
  }

  async readTexts(): Promise<readonly string[]> {
    const texts: string[] = [];
    for await (const { history } of this.#histories()) texts.push(...textsIn(history));
    return texts;
  }

  /** Workflows whose history does not replay with what made it. */
  findUnreplayable(): Promise<readonly string[]> {
    return replayHistories(this.#histories());
  }

  /** Of every run, those of children included. */
  #histories() {
    const { server, taskQueue } = this.#options;
    return server.client.workflow.list({ query: `TaskQueue = '${taskQueue}'` }).intoHistories();
  }
}
