import type { CarriedRun, ParkedEntry } from './carried-run';
import type {
  Gate,
  HoldState,
  Operation,
  ParkedBranch,
  PhaseName,
  PhaseState,
  RunningWork,
  RunStatus,
  Wait,
} from './messages';
import { NodeTable } from './node-table';
import { PhaseTable } from './phase-table';
import { NODE_PHASES, type NodePhase } from './phases';
import { listWaits, type Stopping } from './waits';

const MAX_NOTICES = 20;

/**
 * What a person sees of a run, kept while it walks; `publish` is called after every change. The state of a phase that
 * is made of node work follows from the nodes.
 */
export class RunBoard {
  readonly cluster: string;
  readonly clusterDigest: string;
  readonly #publish: (status: RunStatus) => void;
  readonly operation: Operation;
  readonly #phases: PhaseTable;
  readonly #nodes = new NodeTable();
  readonly #parked = new Map<string, ParkedEntry>();
  readonly #notices: { readonly atMs: number; readonly text: string }[];
  readonly #waits = new Set<Wait>();
  readonly #running = new Set<{ work: RunningWork }>();
  #gates: readonly Gate[] = [];
  #hold: HoldState | undefined;
  #stopping: Stopping | undefined;
  #end: 'done' | 'failed' | 'continued' | undefined;

  constructor(
    cluster: string,
    clusterDigest: string,
    publish: (status: RunStatus) => void,
    operation: Operation = 'install',
    carried?: Pick<CarriedRun, 'phases' | 'notices' | 'hold'>,
  ) {
    this.cluster = cluster;
    this.clusterDigest = clusterDigest;
    this.#publish = publish;
    this.operation = operation;
    this.#phases = new PhaseTable(operation, carried?.phases);
    this.#notices = [...(carried?.notices ?? [])];
    this.#hold = carried?.hold;
  }

  /** The run has no such phase. */
  leaveOutPhase(name: PhaseName): void {
    this.#phases.leaveOut(name);
  }

  /** Moves a phase of the cluster as a whole. */
  movePhase(name: PhaseName, state: PhaseState): void {
    this.#phases.move(name, state);
    this.publish();
  }

  /** Puts the nodes into the table, each with the phases ahead of it. */
  addNodes(phasesOfNodes: ReadonlyMap<string, readonly NodePhase[]>): void {
    for (const [node, phases] of phasesOfNodes) this.#nodes.add(node, phases);
    this.#publishNodes();
  }

  enterNodePhase(node: string, phase: PhaseName): void {
    this.#nodes.enter(node, phase);
    this.#publishNodes();
  }

  endNode(node: string, state: 'done' | 'failed', note?: string): void {
    this.#nodes.end(node, state);
    this.#nodes.note(node, note);
    this.#publishNodes();
  }

  noteNode(node: string, note: string | undefined): void {
    this.#nodes.note(node, note);
    this.publish();
  }

  park(entry: ParkedEntry): void {
    this.#parked.set(entry.node, entry);
    this.#markBranch(entry, 'parked', entry.cause);
  }

  unpark(node: string): void {
    const entry = this.#parked.get(node);
    if (entry === undefined) return;
    this.#parked.delete(node);
    this.#markBranch(entry, 'running', undefined);
  }

  setGates(gates: readonly Gate[]): void {
    this.#gates = gates;
    this.publish();
  }

  setHold(hold: HoldState | undefined): void {
    this.#hold = hold;
    this.publish();
  }

  /** Nothing new is begun from now on. The first reason stays. */
  stop(why: string): void {
    if (this.#stopping !== undefined) return;
    this.#stopping = { why, sinceMs: Date.now() };
    this.publish();
  }

  notice(text: string): void {
    this.#notices.push({ atMs: Date.now(), text });
    if (this.#notices.length > MAX_NOTICES) this.#notices.shift();
    this.publish();
  }

  /** Shows that something waits for other work, until the function that is returned is called. */
  beginWait(wait: Omit<Wait, 'sinceMs'> & Partial<Pick<Wait, 'sinceMs'>>): () => void {
    const shown = { sinceMs: Date.now(), ...wait };
    this.#waits.add(shown);
    if (wait.node !== undefined && this.#nodes.has(wait.node)) this.#nodes.note(wait.node, wait.text);
    this.publish();
    return () => {
      if (!this.#waits.delete(shown)) return;
      if (wait.node !== undefined && this.#nodes.has(wait.node)) this.#nodes.note(wait.node, undefined);
      this.publish();
    };
  }

  /** Shows that something runs. */
  begin(about: string, title: string): Begun {
    const entry = { work: { about, title, sinceMs: Date.now() } };
    this.#running.add(entry);
    this.publish();
    return {
      retitle: (next) => {
        entry.work = { about, title: next, sinceMs: Date.now() };
      },
      end: () => {
        this.#running.delete(entry);
        this.publish();
      },
    };
  }

  /** Nothing will change any more, or only in a newer execution. */
  end(how: 'done' | 'failed' | 'continued'): void {
    this.#end = how;
    this.publish();
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  get gates(): readonly Gate[] {
    return this.#gates;
  }

  get parked(): readonly ParkedEntry[] {
    return [...this.#parked.values()];
  }

  get hold(): HoldState | undefined {
    return this.#hold;
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Nothing runs: what there is to wait for is a person or a timer. */
  get isQuiet(): boolean {
    return this.#running.size === 0;
  }

  status(): RunStatus {
    const end = this.#end === 'continued' ? undefined : this.#end;
    const health = end ?? this.#health();
    const waits = end === undefined ? this.#listWaits() : [];
    const [first] = waits;
    return {
      cluster: this.cluster,
      clusterDigest: this.clusterDigest,
      ...(this.operation === 'install' ? {} : { operation: this.operation }),
      phases: this.#phases.rows(),
      nodes: this.#nodes.rows(),
      gates: this.#gates,
      parked: this.parked,
      ...(this.#hold === undefined ? {} : { hold: this.#hold }),
      waits,
      running: [...this.#running].map(({ work }) => work).toSorted((a, b) => a.sinceMs - b.sinceMs),
      ...(first === undefined || health === 'working' ? {} : { waitsFor: first.text }),
      health,
      notices: [...this.#notices],
      ...(this.#end === 'continued' ? { continued: true as const } : {}),
    };
  }

  publish(): void {
    this.#publish(this.status());
  }

  #publishNodes(): void {
    for (const phase of NODE_PHASES) this.#phases.move(phase, this.#nodes.phaseState(phase));
    this.publish();
  }

  #markBranch(branch: ParkedBranch, state: 'parked' | 'running', note: string | undefined): void {
    if (!this.#nodes.has(branch.node)) return this.movePhase(branch.phase, state);
    this.#nodes.mark(branch.node, branch.phase, state);
    this.#nodes.note(branch.node, note);
    this.#publishNodes();
  }

  #listWaits(): Wait[] {
    return listWaits({
      cluster: this.cluster,
      stopping: this.#stopping,
      hold: this.#hold,
      gates: this.#gates,
      parked: this.parked,
      others: [...this.#waits],
    });
  }

  #health(): RunStatus['health'] {
    if (this.#stopping !== undefined) return 'stopping';
    if (this.#hold !== undefined) return 'held';
    if (this.#gates.length > 0) return 'waiting';
    return this.#parked.size > 0 ? 'parked' : 'working';
  }
}

/** Something that has begun: what it does now, and that it has ended. */
export interface Begun {
  readonly retitle: (title: string) => void;
  readonly end: () => void;
}
