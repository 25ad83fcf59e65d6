import { gateCommands } from './answer-commands';
import type { Gate, PhaseState, RunStatus, Wait } from './messages';
import { columnsOf, PHASE_TITLES } from './phases';
import { describeTimes } from './waits';

const MARKS = {
  waiting: '·',
  running: '▶',
  done: '✓',
  'nothing-to-do': '–',
  parked: '⏸',
  failed: '✗',
} as const satisfies Record<PhaseState, string>;

/** The server refuses details beyond 20 kB; what a person must answer comes first in the table. */
const MAX_ROWS = 36;
const MAX_GATE_ITEMS = 20;
const MAX_ITEM_LENGTH = 200;
const MAX_NOTICES = 6;
const MAX_WAITS = 6;
const MAX_WAIT_LENGTH = 400;
const MAX_RUNNING = 10;
const URGENCY: readonly PhaseState[] = ['parked', 'failed', 'running', 'waiting', 'done', 'nothing-to-do'];

/** A run as markdown for the Web UI: what it waits for and how to answer, the phases, the node x phase table. */
export function renderCurrentDetails(status: RunStatus): string {
  return [
    `### ${status.cluster}: ${status.health}`,
    ...renderWaits(status.waits),
    ...renderRunning(status),
    ...status.gates.map((gate) => renderGate(status.cluster, gate)),
    status.phases.map(({ name, state }) => `- ${MARKS[state]} ${PHASE_TITLES[name]}`).join('\n'),
    ...renderNodes(status),
    ...renderNotices(status.notices ?? []),
  ].join('\n\n');
}

function renderWaits(waits: readonly Wait[]): readonly string[] {
  const hidden = waits.length - MAX_WAITS;
  return [
    ...waits
      .slice(0, MAX_WAITS)
      .map((wait) => `> ${describeWait(wait).slice(0, MAX_WAIT_LENGTH)}\n> — ${describeTimes(wait, isoOf)}`),
    ...(hidden > 0 ? [`and ${hidden} more that wait`] : []),
  ];
}

/** The text of a parked branch names its node already. */
function describeWait({ node, text }: Wait): string {
  return node === undefined || text.startsWith(node) ? text : `${node} ${text}`;
}

/** What a hold or a stop waits for. */
function renderRunning({ health, running }: RunStatus): readonly string[] {
  if (health !== 'held' && health !== 'stopping') return [];
  if (running.length === 0) return ['Nothing runs on the nodes.'];
  const lines = running
    .slice(0, MAX_RUNNING)
    .map(({ about, title, sinceMs }) => `- **${about}**: ${title}, since ${isoOf(sinceMs)}`);
  const hidden = running.length - MAX_RUNNING;
  return [['Still running:', ...lines, ...(hidden > 0 ? [`- and ${hidden} more`] : [])].join('\n')];
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

function renderGate(cluster: string, gate: Gate): string {
  const lines = gate.items.flatMap(({ node, items }) =>
    items.map((item) => `- **${node}**: ${item.slice(0, MAX_ITEM_LENGTH)}`),
  );
  const hidden = lines.length - MAX_GATE_ITEMS;
  return [
    `**${gate.title}** (digest \`${gate.digest}\`)`,
    ...lines.slice(0, MAX_GATE_ITEMS),
    ...(hidden > 0 ? [`- and ${hidden} more: slipway status ${cluster}`] : []),
    '',
    ...gateCommands(cluster, gate).map((command) => `    ${command}`),
  ].join('\n');
}

function renderNodes(status: RunStatus): readonly string[] {
  const columns = columnsOf(status);
  const rows = Object.entries(status.nodes).toSorted(
    ([, a], [, b]) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state),
  );
  if (rows.length === 0) return [];
  const table = [
    `| node | ${columns.join(' | ')} | |`,
    `|---|${columns.map(() => ':-:|').join('')}---|`,
    ...rows.slice(0, MAX_ROWS).map(([name, { phases, note }]) => {
      const cells = columns.map((phase) => {
        const state = phases[phase];
        return state === undefined ? ' ' : MARKS[state];
      });
      return `| ${name} | ${cells.join(' | ')} | ${(note ?? '').replaceAll('|', '\\|').slice(0, 160)} |`;
    }),
  ];
  const hidden = rows.length - MAX_ROWS;
  return [table.join('\n'), ...(hidden > 0 ? [`and ${hidden} more nodes`] : [])];
}

function renderNotices(notices: NonNullable<RunStatus['notices']>): readonly string[] {
  if (notices.length === 0) return [];
  const lines = notices.slice(-MAX_NOTICES).map(({ atMs, text }) => `- ${isoOf(atMs)} ${text}`);
  return [lines.join('\n')];
}
