import { setTimeout as sleep } from 'node:timers/promises';
import type { PhaseName } from '../../../../src';
import type { FaultBench } from '../bench/fault-bench';
import type { FaultCase } from '../case';

const AWAY_MS = 20_000;
const LONG_AWAY_MS = 180_000;
const PHASES: readonly PhaseName[] = ['prepare', 'runtime', 'kubernetes', 'images', 'init', 'join', 'nodes-ready'];
const LONG_PHASE: PhaseName = 'init';
const TIMEOUT_MS = 5 * 60_000;

/** One install during which the Temporal server dies in every phase, and once for minutes. */
export const temporalKilledCases: readonly FaultCase[] = [
  {
    id: 'T1-each-phase',
    fault: 'T1',
    title: 'an install of 1 + 1, the Temporal server away for 20 s in each phase, and for 3 minutes in init',
    controlPlanes: 1,
    workers: 1,
    startState: 'fresh',
    async run(bench) {
      await bench.employ();
      const installing = bench.install(await bench.want(), { timeoutMs: 30 * 60_000 });
      installing.catch(() => undefined);
      const strikes: { point: string; tookMs: number }[] = [];
      for (const phase of PHASES) {
        if (!(await Promise.race([awaitPhase(bench, phase), installing.then(() => false)]))) continue;
        strikes.push({ point: phase, tookMs: await takeAway(bench, phase === LONG_PHASE ? LONG_AWAY_MS : AWAY_MS) });
      }
      const { outcome } = await installing;
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      if (strikes.length < PHASES.length - 2)
        throw new Error(`struck in ${strikes.map(({ point }) => point).join(', ')} only`);
      return { points: strikes.map(({ point }) => point), recoveriesMs: strikes.map(({ tookMs }) => tookMs) };
    },
  },
];

/** True once the phase runs; false when it is over already. */
async function awaitPhase({ temporal, clusterName }: FaultBench, phase: PhaseName): Promise<boolean> {
  const deadlineMs = Date.now() + TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const status = await temporal.slipway.status(clusterName).catch(() => undefined);
    const state = status?.phases.find(({ name }) => name === phase)?.state;
    if (state === 'running') return true;
    if (state === 'done' || state === 'nothing-to-do') return false;
    await sleep(200);
  }
  throw new Error(`phase ${phase} has not begun within ${TIMEOUT_MS / 1000} s`);
}

/** From when the server serves again until a worker has begun something. */
async function takeAway({ temporal, notebook }: FaultBench, awayMs: number): Promise<number> {
  temporal.kill();
  await sleep(awayMs);
  await temporal.start();
  const backAtMs = Date.now();
  const deadlineMs = backAtMs + TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const next = notebook.read().find(({ what, atMs }) => ['started', 'ended'].includes(what) && atMs >= backAtMs);
    if (next !== undefined) return next.atMs - backAtMs;
    await sleep(200);
  }
  throw new Error(`no worker has done anything for ${TIMEOUT_MS / 1000} s after the server came back`);
}
