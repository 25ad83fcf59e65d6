import { setTimeout as sleep } from 'node:timers/promises';
import { isLostConnection, isOutOfReach } from '../remote/ssh-failure';
import type { ActivityFrame } from './activity-frame';

/** From the first question: sshd starts anew, or refuses connections while many begin at once. A wrong address is told after it. */
const REACH_MS = 10_000;
/** From the first question: the machine has let us in before, so that its link flickers rather than that it is not there. */
const ANSWER_MS = 60_000;
/** Between questions. */
const PAUSE_MS = 1000;

/**
 * The answer of a node, to a question that changes nothing: asked again while no connection comes about or it dies under
 * the question. Errors: the last one of `ask`, once patience is spent or where asking again would not help;
 * `frame.signal.reason`.
 */
export async function askPatiently<Answer>(
  frame: Pick<ActivityFrame, 'signal' | 'report'>,
  node: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const startedMs = Date.now();
  let patienceMs = REACH_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      frame.signal.throwIfAborted();
      if (isLostConnection(error)) patienceMs = ANSWER_MS;
      if (!isOutOfReach(error) || Date.now() - startedMs >= patienceMs) throw error;
      frame.report(`${node}: no connection, or it died; asking again`);
      await sleep(PAUSE_MS, undefined, { signal: frame.signal });
    }
  }
}
