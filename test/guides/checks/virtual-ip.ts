import { setTimeout as sleep } from 'node:timers/promises';
import { watchEndpoint } from '../../e2e/support/watch-endpoint';
import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';

const LIMIT_MS = 10_000;
/** Long enough for a fail-over that takes too long to be seen as one. */
const WATCH_MS = 25_000;

interface Strike {
  readonly title: string;
  readonly lay: (bench: FaultBench, holder: string) => Promise<unknown>;
  readonly heal: (bench: FaultBench, holder: string) => Promise<unknown>;
}

/** How long nobody answers at the VIP when what holds it is struck. */
const survives = ({ title, lay, heal }: Strike): Check => ({
  title: `${title}: the API answers at its VIP again within ${LIMIT_MS / 1000} s`,
  async run(bench) {
    const endpoint = bench.lastWanted.cluster.spec.controlPlaneEndpoint;
    const holder = await findHolder(bench, endpoint.replace(/:\d+$/, ''));
    const watch = watchEndpoint(endpoint);
    try {
      await lay(bench, holder);
      await sleep(WATCH_MS);
    } finally {
      await heal(bench, holder);
    }
    const { longestGapMs } = await watch.stop();
    if (longestGapMs > LIMIT_MS) throw new Error(`${(longestGapMs / 1000).toFixed(1)} s without an answer`);
    return `${(longestGapMs / 1000).toFixed(1)} s without an answer, ${holder} was struck`;
  },
});

const haproxy = (action: string) => (bench: FaultBench, holder: string) =>
  bench.onMachine(holder, `systemctl ${action} haproxy`);

/** The guide's own test, and what it leaves out. */
export const vipSurvives: readonly Check[] = [
  survives({ title: 'haproxy of the holder is killed', lay: haproxy('kill --signal=KILL'), heal: haproxy('start') }),
  survives({ title: 'haproxy of the holder stays stopped', lay: haproxy('stop'), heal: haproxy('start') }),
  survives({
    title: 'the holder loses power',
    lay: ({ lab }, holder) => lab.powerCut(holder),
    heal: ({ lab }, holder) => lab.boot(holder),
  }),
];

async function findHolder({ lab, oracle }: FaultBench, address: string): Promise<string> {
  for (const { name, role } of await lab.machines()) {
    if (role === 'control-plane' && (await oracle.holdsAddress(name, address))) return name;
  }
  throw new Error(`no control plane holds ${address}`);
}
