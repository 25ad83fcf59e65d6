import type { PhaseState, RunStatus } from '../../workflows/messages';
import { columnsOf, PHASE_TITLES } from '../../workflows/phases';
import { formatClock, formatDuration } from './duration';
import { paintState, renderMark } from './phase-mark';
import { listOtherWaits, renderQuestions, renderTimes } from './questions';
import { sanitise, type Style } from './style';
import { renderColumns } from './table';

/** A run on one screen: the phases with their times, the node × phase table, and what it waits for. */
export function renderRun(status: RunStatus, nowMs: number, style: Style): string[] {
  return [
    `${style.bold(status.cluster)}: ${renderHealth(status, style)}`,
    '',
    ...renderColumns(status.phases.map((phase) => phaseRow(phase, nowMs, style))),
    '',
    ...renderNodes(status, style),
    ...renderNotices(status, style),
    ...renderQuestions(status, style),
    ...renderRunning(status, nowMs, style),
    ...renderWork(status, style),
  ];
}

/** What a hold or a stop waits for. */
function renderRunning({ health, running }: RunStatus, nowMs: number, style: Style): string[] {
  if (health !== 'held' && health !== 'stopping') return [];
  if (running.length === 0) return ['Nothing runs on the nodes.'];
  const rows = running.map(({ about, title, sinceMs }) => [
    `  ${about}`,
    sanitise(title),
    style.dim(formatDuration(Math.max(0, nowMs - sinceMs))),
  ]);
  return ['Still running:', ...renderColumns(rows)];
}

function renderWork(status: RunStatus, style: Style): string[] {
  return listOtherWaits(status).flatMap((wait) => [
    `${wait.node === undefined ? '' : `${wait.node} `}${sanitise(wait.text)}`,
    renderTimes(wait, style),
  ]);
}

function renderHealth({ health }: RunStatus, style: Style): string {
  const state = {
    working: 'running',
    waiting: 'parked',
    parked: 'parked',
    held: 'parked',
    stopping: 'parked',
    failed: 'failed',
    done: 'done',
  } as const satisfies Record<RunStatus['health'], PhaseState>;
  return paintState(state[health], health, style);
}

function phaseRow(phase: RunStatus['phases'][number], nowMs: number, style: Style): string[] {
  const { name, state, startedAtMs, endedAtMs } = phase;
  const tookMs = startedAtMs === undefined ? undefined : Math.max(0, (endedAtMs ?? nowMs) - startedAtMs);
  const took = tookMs === undefined || state === 'nothing-to-do' ? '' : formatDuration(tookMs);
  return [` ${renderMark(state, style)}`, paintState(state, PHASE_TITLES[name], style), style.dim(took)];
}

function renderNodes(status: RunStatus, style: Style): string[] {
  const columns = columnsOf(status);
  const rows = Object.entries(status.nodes);
  if (rows.length === 0) return [];
  const header = ['', 'node', ...columns, ''].map((title) => style.dim(title));
  const body = rows.map(([name, { state, phases, note }]) => [
    ` ${renderMark(state, style)}`,
    name,
    ...columns.map((phase) => {
      const phaseState = phases[phase];
      return phaseState === undefined ? '' : renderMark(phaseState, style);
    }),
    style.dim(sanitise(note ?? '')),
  ]);
  return [...renderColumns([header, ...body]), ''];
}

function renderNotices({ notices = [] }: RunStatus, style: Style): string[] {
  if (notices.length === 0) return [];
  return [...notices.slice(-5).map(({ atMs, text }) => style.dim(`${formatClock(atMs)} ${sanitise(text)}`)), ''];
}
