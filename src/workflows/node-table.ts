import type { PhaseName, PhaseState, RunStatus } from './messages';
import { isNodePhase, NODE_PHASES, type NodePhase } from './phases';

interface NodeRow {
  state: PhaseState;
  phases: Partial<Record<PhaseName, PhaseState>>;
  note?: string;
}

/** The node x phase table. */
export class NodeTable {
  readonly #rows = new Map<string, NodeRow>();

  has(node: string): boolean {
    return this.#rows.has(node);
  }

  /** The phases that lie ahead of a node; none means there is nothing to do on it. */
  add(node: string, phases: readonly NodePhase[]): void {
    const state = phases.length === 0 ? 'nothing-to-do' : 'waiting';
    this.#rows.set(node, { state, phases: Object.fromEntries(phases.map((phase) => [phase, 'waiting'])) });
  }

  /** The node is in `phase`: those before it are done. */
  enter(node: string, phase: PhaseName): void {
    const row = this.#row(node);
    for (const name of NODE_PHASES) {
      if (name === phase) break;
      if (row.phases[name] !== undefined) row.phases[name] = 'done';
    }
    this.mark(node, phase, 'running');
  }

  mark(node: string, phase: PhaseName, state: PhaseState): void {
    const row = this.#row(node);
    row.state = state;
    if (isNodePhase(phase)) row.phases[phase] = state;
  }

  /** One clause about the node; absent removes it. */
  note(node: string, note: string | undefined): void {
    const row = this.#row(node);
    if (note === undefined) delete row.note;
    else row.note = note;
  }

  /** Every phase that had not ended ends this way. */
  end(node: string, state: 'done' | 'failed'): void {
    const row = this.#row(node);
    row.state = state;
    for (const name of NODE_PHASES)
      if (row.phases[name] !== undefined && row.phases[name] !== 'done') row.phases[name] = state;
  }

  /** The state of a phase over all nodes that take part in it. */
  phaseState(phase: NodePhase): PhaseState {
    const states = [...this.#rows.values()].map((row) => row.phases[phase]).filter((state) => state !== undefined);
    if (states.length === 0) return 'nothing-to-do';
    if (states.includes('parked')) return 'parked';
    if (states.includes('running')) return 'running';
    if (states.every((state) => state === 'waiting')) return 'waiting';
    return states.includes('waiting') ? 'running' : 'done';
  }

  rows(): RunStatus['nodes'] {
    return Object.fromEntries([...this.#rows].map(([name, row]) => [name, { ...row, phases: { ...row.phases } }]));
  }

  #row(node: string): NodeRow {
    const row = this.#rows.get(node) ?? { state: 'waiting', phases: {} };
    this.#rows.set(node, row);
    return row;
  }
}
