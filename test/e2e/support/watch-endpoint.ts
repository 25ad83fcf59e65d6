import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 50;
const LIMIT_MS = 500;

/** Asks an API server's endpoint on a new connection again and again, until it is stopped; the longest time without an answer. */
export function watchEndpoint(endpoint: string): { stop(): Promise<{ readonly longestGapMs: number }> } {
  const stopping = new AbortController();
  const watch = async () => {
    let [lastMs, longestGapMs] = [Date.now(), 0];
    while (!stopping.signal.aborted) {
      if (await answers(endpoint)) {
        longestGapMs = Math.max(longestGapMs, Date.now() - lastMs);
        lastMs = Date.now();
      }
      await sleep(EVERY_MS);
    }
    return { longestGapMs: Math.max(longestGapMs, Date.now() - lastMs) };
  };
  const watching = watch();
  return {
    stop: () => {
      stopping.abort();
      return watching;
    },
  };
}

function answers(endpoint: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Whose certificate it is does not matter here, only that somebody answers.
    const asked = request(
      `https://${endpoint}/livez`,
      { rejectUnauthorized: false, agent: false, timeout: LIMIT_MS },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
