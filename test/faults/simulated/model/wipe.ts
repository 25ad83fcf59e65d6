import type { Program } from './operations';
import { ETCD_DATA, MANIFESTS, PKI } from './places';
import type { Process } from './process';
import { findTraces } from './traces';

/** In the order in which `kubeadm reset` removes them, once the pods have ended. */
const DIRECTORIES = [MANIFESTS, PKI, '/etc/kubernetes', '/var/lib/kubelet', ETCD_DATA];

/** What the script of `wipeScript` does: credentials first, then `kubeadm reset`, then what pods have left. */
export const wipeProgram: Program = async (process, say) => {
  const { machine } = process;
  const before = findTraces(machine).map(({ what }) => what);
  if (before.length === 0) return 0;
  await process.work(60, 'kubeconfigs');
  for (const path of machine.disk.list('/etc/kubernetes')) if (path.endsWith('.conf')) process.remove(path);
  await runKubeadmReset(process);
  await process.work(300, 'what pods left');
  machine.podTraces.clear();
  const after = new Set(findTraces(machine).map(({ what }) => what));
  for (const what of before) if (!after.has(what)) say(`removed ${what}`);
  for (const what of after) say(`left ${what}`);
  return after.size === 0 ? 0 : 1;
};

async function runKubeadmReset(process: Process): Promise<void> {
  const { disk, kubelet, kubeadms, name, world } = process.machine;
  if (kubeadms.size > 0) world.journal.violate(`${name}: kubeadm reset runs beside another kubeadm`);
  kubeadms.add('kubeadm reset');
  try {
    await process.work(500, 'kubelet stops');
    kubelet.stop();
    await process.work(world.random.integer(1000, 8000), 'pods end');
    process.mutate('end pods');
    kubelet.endPods();
    for (const path of DIRECTORIES.flatMap((directory) => [...disk.list(directory), directory])) {
      if (!disk.has(path)) continue;
      await process.work(20, `remove ${path}`);
      process.remove(path);
    }
  } finally {
    kubeadms.delete('kubeadm reset');
  }
}
