import { branchCommands, gateCommands } from './answer-commands';
import type { Gate, ParkedBranch, PhaseName, PhaseState, RunStatus } from './messages';
import { NodeTable } from './node-table';
import { PhaseTable } from './phase-table';
import { NODE_PHASES, type NodePhase } from './phases';

/** A parked branch, and whether the run can go on without it. */
export type ParkedEntry = ParkedBranch & { readonly canSkip: boolean };

const MAX_NOTICES = 20;

/**
 * What a person sees of a run, kept while it walks; `publish` is called after every change. The state of a phase that
 * is made of node work follows from the nodes.
 */
export class RunBoard {
  readonly cluster: string;
  readonly clusterDigest: string;
  readonly #publish: (status: RunStatus) => void;
  readonly #phases = new PhaseTable();
  readonly #nodes = new NodeTable();
  readonly #parked = new Map<string, ParkedEntry>();
  readonly #notices: { atMs: number; text: string }[] = [];
  #gates: readonly Gate[] = [];
  #waitsFor: string | undefined;
  #end: 'done' | 'failed' | undefined;

  constructor(cluster: string, clusterDigest: string, publish: (status: RunStatus) => void) {
    this.cluster = cluster;
    this.clusterDigest = clusterDigest;
    this.#publish = publish;
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

  enterNodePhase(node: string, phase: PhaseName, note?: string): void {
    this.#nodes.enter(node, phase);
    this.#nodes.note(node, note);
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

  notice(text: string): void {
    this.#notices.push({ atMs: Date.now(), text });
    if (this.#notices.length > MAX_NOTICES) this.#notices.shift();
    this.publish();
  }

  /** Says what the run waits for when it is neither a gate nor a parked branch. */
  waitFor(what: string | undefined): void {
    this.#waitsFor = what;
    this.publish();
  }

  /** Nothing will change any more. */
  end(health: 'done' | 'failed'): void {
    this.#end = health;
    this.publish();
  }

  get gates(): readonly Gate[] {
    return this.#gates;
  }

  get parked(): readonly ParkedEntry[] {
    return [...this.#parked.values()];
  }

  status(): RunStatus {
    const waitsFor = this.#end === undefined ? this.#whatItWaitsFor() : undefined;
    return {
      cluster: this.cluster,
      clusterDigest: this.clusterDigest,
      phases: this.#phases.rows(),
      nodes: this.#nodes.rows(),
      gates: this.#gates,
      parked: this.parked,
      ...(waitsFor === undefined ? {} : { waitsFor }),
      health: this.#end ?? this.#health(),
      notices: [...this.#notices],
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

  #whatItWaitsFor(): string | undefined {
    const [gate] = this.#gates;
    if (gate !== undefined) return `Approval needed: ${gate.title}. ${gateCommands(this.cluster, gate).join(' or ')}`;
    const [entry] = this.#parked.values();
    if (entry === undefined) return this.#waitsFor;
    const commands = branchCommands(this.cluster, entry, entry.canSkip).join(' or ');
    return `${entry.node} is parked: ${entry.cause}. ${entry.fix} Then: ${commands}`;
  }

  #health(): RunStatus['health'] {
    if (this.#gates.length > 0) return 'waiting';
    return this.#parked.size > 0 ? 'parked' : 'working';
  }
}
