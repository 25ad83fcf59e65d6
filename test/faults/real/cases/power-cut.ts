import type { RunResult } from '../../../../src';
import { awaitKubeadm, holdKubeadm, type Point } from '../bench/breakpoint';
import type { FaultBench } from '../bench/fault-bench';
import type { FaultCase } from '../case';
import type { Note } from '../worker/notebook';

/** A machine, and the moment of its kubeadm in which its power goes. */
export interface Strike {
  readonly machine: string;
  readonly point: Point;
  /** Waits, with kubeadm held, for what others bring about meanwhile. */
  readonly settle?: (bench: FaultBench) => Promise<void>;
}

/** What runs kubeadm. */
const STRUCK: readonly string[] = [
  'initControlPlane',
  'prepareControlPlaneJoin',
  'joinEtcdMember',
  'finishControlPlaneJoin',
  'joinWorker',
  'resetNode',
];

/** One install during which each machine loses power once or more, at its moments in their order, and boots again. */
export function powerCut(
  id: string,
  of: Pick<FaultCase, 'controlPlanes' | 'workers' | 'startState' | 'kubernetesVersion'>,
  strikes: readonly Strike[],
): FaultCase {
  const machines = [...new Set(strikes.map(({ machine }) => machine))];
  const titles = machines.map((machine) => `${machine} ${titlesOf(strikes, machine).join(', then ')}`);
  return {
    id: `H1-${id}`,
    fault: 'H1',
    title: `power cut: ${titles.join('; ')}`,
    ...of,
    async run(bench) {
      await bench.employ();
      const wanted = await bench.want();
      const { outcome, recoveriesMs } = await cutDuring(bench, strikes, () =>
        bench.install(wanted, { timeoutMs: 15 * 60_000 }),
      );
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      return { points: strikes.map(describeStrike), recoveriesMs };
    },
  };
}

export const describeStrike = ({ machine, point }: Strike) => `${machine} ${point.title}`;

/** Machines lose power side by side, each at its moments of the run in their order. What the run ended with. */
export async function cutDuring(
  bench: FaultBench,
  strikes: readonly Strike[],
  start: () => Promise<RunResult>,
): Promise<{ outcome: RunResult['outcome']; recoveriesMs: number[] }> {
  const machines = [...new Set(strikes.map(({ machine }) => machine))];
  const running = start();
  const over = new AbortController();
  const endsEarly = running.then(() => Promise.reject(new Error('the run ended before the power was cut')));
  try {
    const struck = machines.map((name) =>
      cutInTurn(
        bench,
        strikes.filter(({ machine }) => machine === name),
        over.signal,
      ),
    );
    const recoveriesMs = (await Promise.race([Promise.all(struck), endsEarly])).flat();
    return { outcome: (await running).outcome, recoveriesMs };
  } finally {
    over.abort();
  }
}

function titlesOf(strikes: readonly Strike[], machine: string): string[] {
  return strikes.filter((each) => each.machine === machine).map(({ point }) => point.title);
}

/**
 * Each as soon as kubeadm has come to it. How long it took each time, from when sshd answers again until kubeadm runs
 * again, or what ran it has ended well.
 */
async function cutInTurn(bench: FaultBench, strikes: readonly Strike[], signal: AbortSignal): Promise<number[]> {
  const recoveriesMs: number[] = [];
  let last: { readonly machine: string; readonly cutAtMs: number; readonly booted: Promise<number> } | undefined;
  for (const { machine, point, settle } of strikes) {
    // kubeadm runs again as soon as sshd answers, which is before a machine counts as booted.
    const held = holdKubeadm(bench.lab, machine, point, signal);
    const bootedAtMs = await Promise.race([last?.booted, held.then(() => last?.booted)]);
    const seenAtMs = await held;
    if (bootedAtMs !== undefined) recoveriesMs.push(Math.max(0, seenAtMs - bootedAtMs));
    await settle?.(bench);
    await bench.uids.look();
    await bench.lab.powerCut(machine);
    last = { machine, cutAtMs: Date.now(), booted: bench.lab.boot(machine).then(() => Date.now()) };
  }
  if (last === undefined) return [];
  const bootedAtMs = await last.booted;
  await awaitWork(bench, last);
  return [...recoveriesMs, Math.max(0, Date.now() - bootedAtMs)];
}

async function awaitWork(
  { lab, notebook }: FaultBench,
  { machine, cutAtMs }: { readonly machine: string; readonly cutAtMs: number },
): Promise<void> {
  const isOwn = ({ what, subject, activity, atMs }: Note) =>
    what === 'ended' && subject === machine && STRUCK.includes(activity) && atMs >= cutAtMs;
  await awaitKubeadm(lab, machine, () => notebook.read().some(isOwn));
}
