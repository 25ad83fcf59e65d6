import { loadBalancerChoice } from '../config/choices/load-balancer';
import type { Cluster } from '../config/cluster';
import { formatEndpoint } from '../config/endpoint';
import { readAdminKubeconfig } from '../remote/kubeadm/read-admin-kubeconfig';
import { runActivity, type ActivityDependencies } from './activity-frame';
import type { SealedKubeconfig, SlipwayActivities } from './contract';
import { classify, failure } from './failures';
import { kubeconfigPurpose, seal } from './seal';
import { nodeOf } from './ssh-target';

type Input = Parameters<SlipwayActivities['sealKubeconfig']>[0];

const API_SERVER_PORT = 6443;

/** The admin kubeconfig of the first control plane that has one, for the cluster's endpoint, sealed to the caller. */
export const sealKubeconfig =
  (dependencies: ActivityDependencies) =>
  ({ cluster, controlPlanes, publicKey }: Input): Promise<SealedKubeconfig> =>
    runActivity(dependencies, { cluster }, async (frame) => {
      const causes: string[] = [];
      for (const name of controlPlanes) {
        try {
          const text = await readAdminKubeconfig(await frame.openSession(name), frame.signal);
          if (text !== undefined) {
            const server = `https://${reachableEndpoint(cluster, name)}`;
            const kubeconfig = text.replace(/^( *server:).*$/m, `$1 ${server}`);
            return { server, sealed: seal(kubeconfig, publicKey, kubeconfigPurpose(cluster.metadata.name)) };
          }
          causes.push(`${name} has no whole admin.conf`);
        } catch (error) {
          frame.signal.throwIfAborted();
          causes.push(`${name}: ${classify(error)}`);
        }
      }
      throw failure('ApiServerUnavailable', `no control plane gave its admin.conf: ${causes.join(', ')}`);
    });

/** Where every node has a load balancer for itself alone, whoever is none of them asks the control plane itself. */
function reachableEndpoint(cluster: Cluster, controlPlane: string): string {
  const { loadBalancer, controlPlaneEndpoint } = cluster.spec;
  if (loadBalancerChoice(loadBalancer.name).endpoint !== 'loopback') return controlPlaneEndpoint;
  return formatEndpoint(nodeOf(cluster, controlPlane).address, API_SERVER_PORT);
}
