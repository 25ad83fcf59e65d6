import { setTimeout as sleep } from 'node:timers/promises';
import type { RunResult, RunStatus, SlipwayClient } from '../../../../src';

export interface Expected {
  /** True for a status in which the run waits for a person and the case has the answer. */
  readonly allows?: (status: RunStatus) => boolean;
  readonly timeoutMs?: number;
  /** Told every status, as it changes. */
  readonly onStatus?: (status: RunStatus) => void;
}

const TIMEOUT_MS = 20 * 60_000;
const LOOK_EVERY_MS = 1_000;
/** An answer may be under way already. */
const LOOKS_IN_A_ROW = 4;

/** The result of the cluster's last run. Throws as soon as the run waits for a person, and when it takes too long. */
export async function runToItsEnd(
  slipway: SlipwayClient,
  cluster: string,
  { allows = () => false, timeoutMs = TIMEOUT_MS, onStatus }: Expected = {},
): Promise<RunResult> {
  let last: RunStatus | undefined;
  const outcome = slipway
    .watch(cluster, {
      onChange: (event) => {
        if (event.kind !== 'status') return;
        last = event.status;
        onStatus?.(event.status);
      },
    })
    .then((result) => ({ result }));
  outcome.catch(() => undefined);
  const deadlineMs = Date.now() + timeoutMs;
  for (let waiting = 0; ;) {
    const ended = await Promise.race([outcome, sleep(LOOK_EVERY_MS)]);
    if (ended !== undefined) return ended.result;
    waiting = last !== undefined && waitsForPerson(last) && !allows(last) ? waiting + 1 : 0;
    if (waiting >= LOOKS_IN_A_ROW) throw new Error(`the run waits for a person: ${last?.waitsFor}`);
    if (Date.now() > deadlineMs) throw new Error(`no end within ${timeoutMs / 60_000} min: ${describeStatus(last)}`);
  }
}

export function waitsForPerson({ gates, parked }: RunStatus): boolean {
  return gates.length > 0 || parked.length > 0;
}

function describeStatus(status: RunStatus | undefined): string {
  if (status === undefined) return 'it never told its status';
  const running = status.phases.filter(({ state }) => state === 'running').map(({ name }) => name);
  return status.waitsFor ?? `phases under way: ${running.join(', ') || 'none'}`;
}
