import type { Operation, PhaseName, PhaseState, RunStatus } from './messages';
import { OPERATION_PHASES } from './phases';

interface PhaseRow {
  state: PhaseState;
  startedAtMs?: number;
  endedAtMs?: number;
}

/** The state of every phase of a run, with the time it began and the time it ended. */
export class PhaseTable {
  readonly #rows: Map<PhaseName, PhaseRow>;
  readonly #leftOut = new Set<PhaseName>();

  constructor(operation: Operation, carried: RunStatus['phases'] = []) {
    const rows = [...OPERATION_PHASES[operation].map((name) => ({ name, state: 'waiting' as const })), ...carried];
    this.#rows = new Map(rows.map(({ name, ...row }) => [name, row]));
  }

  /** The run has no such phase, whatever becomes of it. */
  leaveOut(name: PhaseName): void {
    this.#rows.delete(name);
    this.#leftOut.add(name);
  }

  /** A phase that goes on after it had ended keeps its beginning and loses its end. */
  move(name: PhaseName, state: PhaseState): void {
    if (this.#leftOut.has(name)) return;
    const row: PhaseRow = this.#rows.get(name) ?? { state: 'waiting' };
    if (row.state === state) return;
    row.state = state;
    if (state === 'waiting' || state === 'nothing-to-do') return;
    row.startedAtMs ??= Date.now();
    if (state === 'done' || state === 'failed') row.endedAtMs = Date.now();
    else delete row.endedAtMs;
  }

  rows(): RunStatus['phases'] {
    return [...this.#rows].map(([name, row]) => ({ name, ...row }));
  }
}

/** How long each phase that began took, for the result of a run. */
export function phaseDurations(rows: RunStatus['phases']): { name: PhaseName; tookMs: number }[] {
  return rows.flatMap(({ name, startedAtMs, endedAtMs }) =>
    startedAtMs === undefined || endedAtMs === undefined ? [] : [{ name, tookMs: endedAtMs - startedAtMs }],
  );
}
