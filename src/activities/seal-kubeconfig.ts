import { readAdminKubeconfig } from '../remote/kubeadm/read-admin-kubeconfig';
import { runActivity, type ActivityDependencies } from './activity-frame';
import type { SealedKubeconfig, SlipwayActivities } from './contract';
import { classify, failure } from './failures';
import { kubeconfigPurpose, seal } from './seal';

type Input = Parameters<SlipwayActivities['sealKubeconfig']>[0];

/** The admin kubeconfig of the first control plane that has one, for the cluster's endpoint, sealed to the caller. */
export const sealKubeconfig =
  (dependencies: ActivityDependencies) =>
  ({ cluster, controlPlanes, publicKey }: Input): Promise<SealedKubeconfig> =>
    runActivity(dependencies, { cluster }, async (frame) => {
      const server = `https://${cluster.spec.controlPlaneEndpoint}`;
      const causes: string[] = [];
      for (const name of controlPlanes) {
        try {
          const text = await readAdminKubeconfig(await frame.openSession(name), frame.signal);
          if (text !== undefined) {
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
