import type { FaultBench } from '../../faults/real/bench/fault-bench';
import { FIRST } from '../checks/cluster';

/** Where kubeadm is told to look for patches of its static pods. */
export const PATCHES_DIRECTORY = '/etc/lab-patches';

const RARELY = { livenessProbe: { periodSeconds: 60 } };
/** kubeadm has these asked every second, most over a TLS connection of its own each time. */
const READY_RARELY = { ...RARELY, readinessProbe: { periodSeconds: 20 } };

const PATCHES = {
  etcd: READY_RARELY,
  'kube-apiserver': READY_RARELY,
  'kube-scheduler': READY_RARELY,
  'kube-controller-manager': RARELY,
};

/** An emulated control plane that is asked every second whether it is ready is busy with nothing else. */
export async function writeRareProbes(bench: Pick<FaultBench, 'onMachine'>): Promise<void> {
  const files = Object.entries(PATCHES).map(([name, probes]) => {
    const patch = JSON.stringify({ spec: { containers: [{ name, ...probes }] } });
    return `printf %s '${patch}' >${PATCHES_DIRECTORY}/${name}+strategic.json`;
  });
  await bench.onMachine(FIRST, [`mkdir -p ${PATCHES_DIRECTORY}`, ...files].join(' && '));
}
