import { isControlPlane } from '../../config/nodes';
import { type NodeRule, yoursToFix } from './rule';

const MIB_PER_GIB = 1024;

export const minimums: NodeRule = ({ cluster, node, facts, stage, imageDirectory }) => {
  if (stage === 'member') return [];
  const { controlPlane, worker } = cluster.spec.preflight.minimums;
  const floor = isControlPlane(node) ? controlPlane : worker;
  const role = isControlPlane(node) ? 'a control plane' : 'a worker';
  const freeMiB = facts.disks.find(({ path }) => path === imageDirectory)?.freeMiB;
  const lower = (key: string) => `Give the machine more, or lower spec.preflight.minimums.${key} in the cluster file.`;
  const group = isControlPlane(node) ? 'controlPlane' : 'worker';
  return [
    ...(facts.cpus < floor.cpus
      ? [yoursToFix('cpus-low', `${facts.cpus} CPUs; ${role} needs ${floor.cpus}`, lower(`${group}.cpus`))]
      : []),
    ...(facts.memoryMiB < floor.memoryMiB
      ? [
          yoursToFix(
            'memory-low',
            `${facts.memoryMiB} MiB of memory; ${role} needs ${floor.memoryMiB} MiB`,
            lower(`${group}.memoryMiB`),
          ),
        ]
      : []),
    ...(freeMiB !== undefined && freeMiB < floor.diskGiB * MIB_PER_GIB
      ? [
          yoursToFix(
            'disk-low',
            `${(freeMiB / MIB_PER_GIB).toFixed(1)} GiB are free for /var; ${role} needs ${floor.diskGiB} GiB`,
            lower(`${group}.diskGiB`),
          ),
        ]
      : []),
  ];
};
