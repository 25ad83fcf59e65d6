import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultBench } from '../bench/fault-bench';
import { runToItsEnd } from '../bench/run-to-its-end';
import type { FaultCase } from '../case';
import { ACTIVITY_OF_PHASE } from './activity-of-phase';

interface PhaseStrike {
  readonly phase: keyof typeof ACTIVITY_OF_PHASE;
  readonly awayMs: number;
  /** Struck once it is at work; without this it waits for the server's return before it does anything. */
  readonly isAtWork?: true;
}

const SHORT_MS = 5_000;
const AWAY_MS = 20_000;
const LONG_AWAY_MS = 180_000;
/** Long enough for an operation to have been started on the node, and too short for any of these to have ended. */
const INTO_THE_WORK_MS = 500;
const TIMEOUT_MS = 5 * 60_000;

/** Every phase of an install, in the order in which they begin. */
const STRIKES: readonly PhaseStrike[] = [
  { phase: 'facts', awayMs: SHORT_MS },
  { phase: 'preflight', awayMs: SHORT_MS },
  { phase: 'prepare', awayMs: AWAY_MS, isAtWork: true },
  { phase: 'runtime', awayMs: AWAY_MS, isAtWork: true },
  { phase: 'load-balancer', awayMs: SHORT_MS },
  { phase: 'kubernetes', awayMs: AWAY_MS, isAtWork: true },
  { phase: 'images', awayMs: AWAY_MS, isAtWork: true },
  { phase: 'init', awayMs: LONG_AWAY_MS, isAtWork: true },
  { phase: 'cni', awayMs: SHORT_MS },
  { phase: 'join', awayMs: AWAY_MS, isAtWork: true },
  { phase: 'labels', awayMs: SHORT_MS },
  { phase: 'etcd-health', awayMs: SHORT_MS },
  { phase: 'nodes-ready', awayMs: AWAY_MS },
  { phase: 'smoke-test', awayMs: AWAY_MS, isAtWork: true },
];

/** One install during which the Temporal server dies in every phase, and once for minutes. */
export const temporalKilledCases: readonly FaultCase[] = [
  {
    id: 'T1-every-phase',
    fault: 'T1',
    title: `an install of 1 + 1, the Temporal server away for 5 or 20 s in ${STRIKES.map(({ phase }) => phase).join(', ')}, and for 3 minutes in init`,
    controlPlanes: 1,
    workers: 1,
    startState: 'fresh',
    async run(bench) {
      // A phase cannot be over before it is struck: its activity is held.
      await bench.employ({ moment: 'held', activities: Object.values(ACTIVITY_OF_PHASE) });
      const wanted = await bench.want({ loadBalancer: 'keepalived-haproxy' });
      const { slipway } = bench.temporal;
      await slipway.install(wanted);
      const installing = runToItsEnd(slipway, bench.clusterName, { timeoutMs: 40 * 60_000 });
      const endsEarly = installing.then(() =>
        Promise.reject(new Error('the install ended before all phases were struck')),
      );
      endsEarly.catch(() => undefined);
      const recoveriesMs: number[] = [];
      for (const each of STRIKES) recoveriesMs.push(await Promise.race([strike(bench, each), endsEarly]));
      const { outcome } = await installing;
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      return { points: STRIKES.map(({ phase }) => phase), recoveriesMs };
    },
  },
];

/** From when the server serves again until a worker has begun or done something, in ms. */
async function strike(bench: FaultBench, { phase, awayMs, isAtWork }: PhaseStrike): Promise<number> {
  const activity = ACTIVITY_OF_PHASE[phase];
  const { temporal, notebook } = bench;
  await bench.awaitHeld(1, activity);
  if (isAtWork === true) {
    notebook.release(activity);
    await sleep(INTO_THE_WORK_MS);
    if (!isUnderWay(bench, activity)) throw new Error(`${activity} was over before it was struck`);
  }
  temporal.kill();
  await sleep(awayMs);
  await temporal.start();
  const backAtMs = Date.now();
  notebook.release(activity);
  return awaitWork(bench, backAtMs);
}

function isUnderWay({ notebook }: FaultBench, of: string): boolean {
  const notes = notebook.read().filter(({ activity }) => activity === of);
  const subjectsOf = (what: string) => new Set(notes.filter((note) => note.what === what).map((note) => note.subject));
  const ended = subjectsOf('ended');
  return [...subjectsOf('held')].some((subject) => !ended.has(subject));
}

async function awaitWork({ notebook }: FaultBench, backAtMs: number): Promise<number> {
  const deadlineMs = backAtMs + TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const next = notebook.read().find(({ what, atMs }) => ['started', 'ended'].includes(what) && atMs >= backAtMs);
    if (next !== undefined) return next.atMs - backAtMs;
    await sleep(200);
  }
  throw new Error(`no worker has done anything for ${TIMEOUT_MS / 1000} s after the server came back`);
}
