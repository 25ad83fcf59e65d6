import { rmSync } from 'node:fs';
import type { Lab } from '../../../../lab';
import type { RunStatus } from '../../../../src';
import { pollUntil } from '../../../e2e/support/bench';
import { FaultBench } from './fault-bench';

/** What a case finds on its machines. */
export type StartState =
  /** Nothing. */
  | 'fresh'
  /** Everything that an install does before kubeadm runs. */
  | 'prepared'
  /** The first control plane with its pod network, and the others prepared. */
  | 'initialized';

/** How an install is brought to stand still in that state: what it may not do, and how it looks then. */
const HALTS = {
  prepared: {
    heldBack: ['initControlPlane'],
    isReached: ({ nodes, parked }: RunStatus) =>
      parked.length === 1 && Object.values(nodes).every(({ phases }) => isOver(phases.images)),
  },
  initialized: {
    heldBack: ['issueJoinMaterial'],
    isReached: ({ nodes, parked, phases }: RunStatus) =>
      parked.length === Object.keys(nodes).length - 1 &&
      phases.some(({ name, state }) => name === 'cni' && state === 'done'),
  },
} as const;

const isOver = (state: string | undefined) => state === 'done' || state === 'nothing-to-do';
const TIMEOUT_MS = 10 * 60_000;
/** An install that never was leaves no trace of itself, and nothing that has a port of the cluster's. */
const FORGET_RUN = `systemctl disable --quiet --now haproxy keepalived
rm -rf /var/lib/slipway/fence.json /var/lib/slipway/operations`;

/** The lab's machines run, in the state; `key` names what it was made with, so that it is not made anew each time. */
export async function bringTo(state: StartState, lab: Lab, options: { directory: string; key: string }): Promise<void> {
  const snapshot = `${state}-${options.key}`;
  if (state !== 'fresh' && (await lab.restore(snapshot))) return;
  await lab.down();
  await lab.up();
  if (state === 'fresh') return;
  await halt(state, lab, options.directory);
  await lab.snapshot(snapshot);
  await lab.restore(snapshot);
}

async function halt(state: keyof typeof HALTS, lab: Lab, directory: string): Promise<void> {
  const { heldBack, isReached } = HALTS[state];
  const bench = new FaultBench(lab, directory);
  try {
    await bench.temporal.start();
    await bench.employ({ moment: 'refused', activities: heldBack });
    const wanted = await bench.want();
    const { slipway } = bench.temporal;
    const { name } = wanted.cluster.metadata;
    await slipway.install(wanted);
    const ended = slipway.watch(name, { onChange: () => undefined });
    const endsEarly = ended.then((result) => {
      const how = JSON.stringify(result).slice(0, 1000);
      throw new Error(`the install did not stand still where machines are ${state}, but ended: ${how}`);
    });
    const reached = pollUntil(`machines that are ${state}`, TIMEOUT_MS, () => slipway.status(name), isReached);
    await Promise.race([reached, endsEarly]);
    if (state === 'initialized') await awaitReady(bench);
    await slipway.abort(name, { who: 'test' });
    await ended.catch(() => undefined);
  } finally {
    await bench.down();
    rmSync(directory, { recursive: true, force: true });
  }
  if (state === 'prepared')
    await Promise.all((await lab.machines()).map((machine) => lab.exec(machine.name, ['sh', '-c', FORGET_RUN])));
}

function awaitReady({ oracle }: FaultBench): Promise<unknown> {
  return pollUntil(
    'the first node is Ready',
    TIMEOUT_MS,
    () => oracle.nodes(),
    (nodes) => nodes.every(({ ready }) => ready),
  );
}
