import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from '../case';
import { drawFrom } from '../draw';

const SEEDS = [11, 23, 47, 83, 131] as const;
const SHORTEST_MS = 5_000;
const LONGEST_MS = 30_000;

/** One install with a worker killed every 5 to 30 s, whatever it does. */
export const randomKillCases: readonly FaultCase[] = SEEDS.map((seed): FaultCase => ({
  id: `W3-seed-${seed}`,
  fault: 'W3',
  title: `an install of 3 + 1, a worker killed every 5 to 30 s`,
  controlPlanes: 3,
  workers: 1,
  startState: 'fresh',
  seed,
  async run(bench) {
    const draw = drawFrom(seed);
    const crew = await bench.employ();
    const points: string[] = [];
    const over = new AbortController();
    const installing = bench.install(await bench.want()).finally(() => over.abort());
    const killing = (async () => {
      for (;;) {
        const pauseMs = SHORTEST_MS + draw() * (LONGEST_MS - SHORTEST_MS);
        const seat = Math.floor(draw() * crew.size);
        await sleep(pauseMs, undefined, { signal: over.signal });
        if (crew.kill(seat) !== undefined) points.push(`worker ${seat + 1} after ${Math.round(pauseMs / 1000)} s more`);
      }
    })().catch(() => undefined);
    const { outcome } = await installing;
    await killing;
    if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
    return { points, recoveriesMs: [] };
  },
}));
