import { listArtifacts } from '../../lab/artifacts/catalogue';
import type { ClusterFileInput } from '../../lab/cluster-file';
import { planMachines } from '../../lab/machines/machine';
import type { Software } from '../../lab/software';

const HOST_KEY = `ssh-ed25519 ${'A'.repeat(68)}`;
const NETWORK = '10.89.70';

export const checksumsOf = (software: Software) =>
  new Map(listArtifacts(software).map(({ path }, index) => [path, index.toString(16).padStart(64, '0')]));

/** What a lab called `blue` renders its cluster file from; nothing of it is there. */
export function clusterFileInput(
  software: Software,
  shape: Parameters<typeof planMachines>[2] = { controlPlanes: 3, workers: 2 },
): ClusterFileInput {
  return {
    lab: 'blue',
    network: NETWORK,
    registryUrl: `http://${NETWORK}.1:5000`,
    mirrorUrl: `http://${NETWORK}.1:8080`,
    software,
    machines: planMachines('blue', NETWORK, shape).map((plan) => ({ ...plan, hostKey: HOST_KEY })),
    checksums: checksumsOf(software),
    packageKey: '/lab/key.asc',
    files: { privateKey: '/lab/id', knownHosts: '/lab/known_hosts', sudoPassword: '/lab/password' },
  };
}
