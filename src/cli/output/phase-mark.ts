import type { PhaseState } from '../../workflows/messages';
import type { Style } from './style';

const MARKS = {
  waiting: { mark: '·', paint: 'dim' },
  running: { mark: '▶', paint: 'cyan' },
  done: { mark: '✓', paint: 'green' },
  'nothing-to-do': { mark: '–', paint: 'dim' },
  parked: { mark: '⏸', paint: 'yellow' },
  failed: { mark: '✗', paint: 'red' },
} as const satisfies Record<PhaseState, { mark: string; paint: keyof Style }>;

/** The one-column sign of a state, the same as in the Web UI. */
export function renderMark(state: PhaseState, style: Style): string {
  const { mark, paint } = MARKS[state];
  return style[paint](mark);
}

/** Text in the colour of a state. */
export function paintState(state: PhaseState, text: string, style: Style): string {
  return style[MARKS[state].paint](text);
}
