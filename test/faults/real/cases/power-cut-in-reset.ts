import type { Point } from '../bench/breakpoint';
import type { FaultCase } from '../case';
import { cutDuring, describeStrike, type Strike } from './power-cut';

/** Moments of `kubeadm reset`, in their order. */
const POINTS: readonly Point[] = [
  { title: 'in preflight', begun: true },
  { title: 'while the kubelet stops', printed: '[reset] Stopping the kubelet' },
  { title: 'while it unmounts', printed: '[reset] Unmounting' },
  { title: 'while it deletes directories', printed: '[reset] Deleting contents' },
  { title: 'while it deletes files', printed: '[reset] Deleting files' },
];

const LEAVING = ['cp-3', 'worker-1'];
const STRIKES: readonly Strike[] = LEAVING.flatMap((machine) => POINTS.map((point) => ({ machine, point })));

/** A control plane and a worker leave a cluster, each loses power in every phase of that; then they join again. */
export const powerCutInResetCases: readonly FaultCase[] = [
  {
    id: 'H1-reset',
    fault: 'H1',
    title: `power cut: ${LEAVING.join(' and ')} in kubeadm reset, ${POINTS.map(({ title }) => title).join(', then ')}; then installed again`,
    controlPlanes: 3,
    workers: 1,
    startState: 'prepared',
    async run(bench) {
      await bench.employ();
      const wanted = await bench.want();
      await bench.install(wanted);
      const reset = await bench.planReset(wanted, LEAVING);
      const { recoveriesMs } = await cutDuring(bench, STRIKES, reset);
      await bench.install(wanted);
      return { points: STRIKES.map(describeStrike), recoveriesMs };
    },
  },
];
