import { branchCommands, gateCommands, releaseCommand } from './answer-commands';
import type { ParkedEntry } from './carried-run';
import { NO_WORKER } from './failure-cause';
import type { Gate, HoldState, Wait } from './messages';

/** Why a run starts nothing new any more. */
export interface Stopping {
  readonly why: string;
  readonly sinceMs: number;
}

export interface Waiting {
  readonly cluster: string;
  readonly stopping?: Stopping | undefined;
  readonly hold?: HoldState | undefined;
  readonly gates: readonly Gate[];
  readonly parked: readonly ParkedEntry[];
  /** Work that waits for other work. */
  readonly others: readonly Wait[];
}

/** Everything that waits, what a person can end first. */
export function listWaits({ cluster, stopping, hold, gates, parked, others }: Waiting): Wait[] {
  return [
    ...(stopping === undefined ? [] : [waitOfStop(stopping)]),
    ...(hold === undefined ? [] : [waitOfHold(cluster, hold)]),
    ...gates.map((gate) => waitOfGate(cluster, gate)),
    ...parked.map((entry) => waitOfBranch(cluster, entry)),
    ...others,
  ];
}

/** `since 12:00:01, no deadline`, or `since 12:00:01, until 12:10:01, then it is tried again`. */
export function describeTimes(
  { sinceMs, deadline }: Pick<Wait, 'sinceMs' | 'deadline'>,
  clock: (atMs: number) => string,
): string {
  const end = deadline === undefined ? 'no deadline' : `until ${clock(deadline.atMs)}, then ${deadline.outcome}`;
  return `since ${clock(sinceMs)}, ${end}`;
}

/** Without a worker it waits for that more than for a person. */
export function waitingStateOf({ type }: Pick<ParkedEntry, 'type'>): 'parked' | 'noWorker' {
  return type === NO_WORKER ? 'noWorker' : 'parked';
}

function waitOfStop({ why, sinceMs }: Stopping): Wait {
  const text = `Stops (${why}): nothing new begins, and it ends when the operations that still run on the nodes have ended`;
  return { state: 'stopping', text, sinceMs };
}

function waitOfHold(cluster: string, { who, why, sinceMs }: HoldState): Wait {
  const text = `Held by ${who}${why === undefined ? '' : ` (${why})`}: nothing new begins. ${releaseCommand(cluster)}`;
  return { state: 'held', text, sinceMs };
}

function waitOfGate(cluster: string, gate: Gate): Wait {
  const text = `Approval needed: ${gate.title}. ${gateCommands(cluster, gate).join(' or ')}`;
  const { openedAtMs, deadline } = gate;
  return { state: 'gate', text, sinceMs: openedAtMs, ...(deadline === undefined ? {} : { deadline }) };
}

function waitOfBranch(cluster: string, entry: ParkedEntry): Wait {
  const { node, cause, fix, sinceMs, deadline } = entry;
  const commands = branchCommands(cluster, entry, entry.canSkip).join(' or ');
  const text = `${node} is parked: ${cause}. ${fix} Then: ${commands}`;
  return { state: waitingStateOf(entry), node, text, sinceMs, ...(deadline === undefined ? {} : { deadline }) };
}
