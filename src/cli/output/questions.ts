import { branchCommands, gateCommands } from '../../workflows/answer-commands';
import type { Gate, ParkedBranch, RunStatus, Wait } from '../../workflows/messages';
import { describeTimes } from '../../workflows/waits';
import { formatMoment } from './duration';
import { sanitise, type Style } from './style';

/** What a run asks of a person, exactly, with the command lines that answer; empty when it asks nothing. */
export function renderQuestions(status: RunStatus, style: Style): string[] {
  const { cluster, gates, parked, health, waits } = status;
  const whole = health === 'held' || health === 'stopping' ? waits.slice(0, 1) : [];
  return [
    ...whole.flatMap((wait) => [style.yellow(sanitise(wait.text)), renderTimes(wait, style)]),
    ...gates.flatMap((gate) => renderGate(cluster, gate, style)),
    ...parked.flatMap((branch) => renderBranch(status, branch, style)),
  ];
}

/** Work that waits for other work, in the run as it stands; what waits for a person is asked. */
export function listOtherWaits({ waits, gates, parked, hold, health }: RunStatus): readonly Wait[] {
  const asked = gates.length + parked.length + Number(hold !== undefined) + Number(health === 'stopping');
  return waits.slice(asked);
}

/** `  since 2026-01-02 03:04:05, no deadline`. */
export function renderTimes(wait: Pick<Wait, 'sinceMs' | 'deadline'>, style: Style): string {
  return style.dim(`  ${describeTimes(wait, formatMoment)}`);
}

function renderGate(cluster: string, gate: Gate, style: Style): string[] {
  const items = gate.items.flatMap(({ node, items: list }) => list.map((item) => `  ${node}: ${sanitise(item)}`));
  return [
    style.yellow(`Approval needed: ${sanitise(gate.title)}`),
    renderTimes({ ...gate, sinceMs: gate.openedAtMs }, style),
    ...items,
    'Answer with one of',
    ...gateCommands(cluster, gate).map((command) => `  ${command}`),
  ];
}

function renderBranch({ cluster, nodes }: RunStatus, branch: ParkedBranch, style: Style): string[] {
  return [
    style.yellow(`${branch.node} is parked in ${branch.phase}: ${sanitise(branch.cause)}`),
    ...(branch.fix === '' ? [] : [`  ${sanitise(branch.fix)}`]),
    renderTimes(branch, style),
    'Then one of',
    ...branchCommands(cluster, branch, canSkip(nodes, branch)).map((command) => `  ${command}`),
  ];
}

/** A control plane, and work on the cluster as a whole, cannot be skipped. */
function canSkip(nodes: RunStatus['nodes'], branch: ParkedBranch): boolean {
  return 'canSkip' in branch ? branch.canSkip === true : nodes[branch.node]?.phases.init === undefined;
}
