import type { PhaseState, RunStatus } from '../../workflows/messages';
import { NODE_PHASES, PHASE_TITLES } from '../../workflows/phases';
import { formatClock, formatDuration } from './duration';
import { listOtherWaits, renderQuestions, renderTimes } from './questions';
import { createStyle, sanitise } from './style';

const WORTH_TELLING: readonly PhaseState[] = ['running', 'done', 'parked', 'failed'];
const PLAIN = createStyle(false);

/** What changed between two looks at a run, one line a change, for logs and pipes. */
export function renderChanges(before: RunStatus | undefined, after: RunStatus, nowMs: number): string[] {
  const changes = [
    ...phaseChanges(before, after),
    ...nodeChanges(before, after),
    ...noticeChanges(before, after),
    ...waitChanges(before, after),
    ...questionChanges(before, after),
  ];
  return changes.map((change) => `${formatClock(nowMs)} ${change}`);
}

function phaseChanges(before: RunStatus | undefined, after: RunStatus): string[] {
  const states = new Map(before?.phases.map(({ name, state }) => [name, state]));
  return after.phases
    .filter(({ name, state }) => state !== states.get(name) && WORTH_TELLING.includes(state))
    .map(({ name, state, startedAtMs, endedAtMs }) => {
      const took =
        state !== 'done' || startedAtMs === undefined || endedAtMs === undefined ? undefined : endedAtMs - startedAtMs;
      return `${PHASE_TITLES[name]}: ${state}${took === undefined ? '' : ` (${formatDuration(took)})`}`;
    });
}

function nodeChanges(before: RunStatus | undefined, after: RunStatus): string[] {
  return Object.entries(after.nodes).flatMap(([name, row]) => {
    const earlier = before?.nodes[name];
    const moved = NODE_PHASES.filter((phase) => {
      const state = row.phases[phase];
      return state !== undefined && state !== earlier?.phases[phase] && WORTH_TELLING.includes(state);
    }).map((phase) => `${name}: ${phase} ${row.phases[phase] ?? ''}`);
    const noted = row.note !== undefined && row.note !== earlier?.note ? [`${name}: ${sanitise(row.note)}`] : [];
    return [...moved, ...noted];
  });
}

function noticeChanges(before: RunStatus | undefined, after: RunStatus): string[] {
  const known = new Set(before?.notices?.map(({ atMs, text }) => `${atMs} ${text}`));
  return (after.notices ?? [])
    .filter(({ atMs, text }) => !known.has(`${atMs} ${text}`))
    .map(({ text }) => sanitise(text));
}

/** Waits of the run as a whole; a node's own is told as its note. */
function waitChanges(before: RunStatus | undefined, after: RunStatus): string[] {
  const ofRun = (status: RunStatus) => listOtherWaits(status).filter(({ node }) => node === undefined);
  const known = new Set(before === undefined ? [] : ofRun(before).map(({ text }) => text));
  return ofRun(after)
    .filter(({ text }) => !known.has(text))
    .flatMap((wait) => [sanitise(wait.text), renderTimes(wait, PLAIN)]);
}

function questionChanges(before: RunStatus | undefined, after: RunStatus): string[] {
  const known = before === undefined ? [] : renderQuestions(before, PLAIN);
  const asked = renderQuestions(after, PLAIN);
  return known.join('\n') === asked.join('\n') ? [] : asked;
}
