import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from '../case';
import { drawFrom } from '../draw';

const SEED = 5;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 6_000;
/** Kills what serves connections, and not what listens: those that are open end in the middle of whatever they carry. */
const CUT = "pkill -9 -f '^sshd(-session)?: [^/]' || true";

/** Commands, their output and transfers all end somewhere in the middle, again and again. */
export const cutConnectionCases: readonly FaultCase[] = [
  {
    id: 'S1-cut-everywhere',
    fault: 'S1',
    title: 'an install of 1 + 1, every SSH connection to a node cut each 1 to 6 s',
    controlPlanes: 1,
    workers: 1,
    startState: 'fresh',
    seed: SEED,
    async run(bench) {
      await bench.employ();
      const draw = drawFrom(SEED);
      const over = new AbortController();
      const installing = bench.install(await bench.want()).finally(() => over.abort());
      const points: string[] = [];
      const cutting = (async () => {
        for (;;) {
          await sleep(SHORTEST_MS + draw() * (LONGEST_MS - SHORTEST_MS), undefined, { signal: over.signal });
          const machine = draw() < 0.5 ? 'cp-1' : 'worker-1';
          await bench.onMachine(machine, CUT);
          points.push(machine);
        }
      })().catch(() => undefined);
      const { outcome } = await installing;
      await cutting;
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      return { points, recoveriesMs: [] };
    },
  },
];
