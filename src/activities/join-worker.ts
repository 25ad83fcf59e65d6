import { kubernetesSupport } from '../config/kubernetes-support';
import { decideWorkerJoin } from '../plan/kubeadm/decide-worker-join';
import { pollOwnNode } from '../remote/kubeadm/live-polls';
import type { ActivityDependencies } from './activity-frame';
import { awaitLive } from './await-live';
import { composeJoin } from './compose-join';
import type { JoinMaterial, NodeTask } from './contract';
import { driveKubeadm } from './drive-kubeadm';
import { asJoinMove } from './join-move';
import type { KubeadmNode } from './kubeadm-node';
import { runNodeActivity } from './node-activity';
import { openMaterial } from './open-material';

/** Discovery and TLS bootstrap, 5 minutes each, and a kubelet that starts. */
const TIMEOUT_SECONDS = 900;

/** The node is registered in the API and its kubelet runs; whether it is Ready is the pod network's to make so. */
export const joinWorker =
  (dependencies: ActivityDependencies) =>
  ({ material, ...task }: NodeTask & { material: JoinMaterial }): Promise<{ move: 'join' | 'resume' | 'none' }> =>
    runNodeActivity(dependencies, task, (on) => driveWorkerJoin(on, material));

/** Errors: as `driveKubeadm` and `openMaterial`. */
export async function driveWorkerJoin(
  on: KubeadmNode,
  material: JoinMaterial,
): Promise<{ move: 'join' | 'resume' | 'none' }> {
  const secrets = await openMaterial(on, material);
  const support = kubernetesSupport(on.cluster.spec.kubernetes.version);
  const outcome = await driveKubeadm(on, {
    command: 'join',
    verb: 'kubeadm-join',
    timeoutSeconds: TIMEOUT_SECONDS,
    decide: ({ state }) => decideWorkerJoin(state, { caHash: secrets.caHash, support }),
    compose: (run, seen) => composeJoin(on, secrets, run, seen),
    settle: () => awaitOwnNode(on),
  });
  return asJoinMove(outcome);
}

/** The node as its own kubelet sees it in the API. */
function awaitOwnNode(on: KubeadmNode): Promise<boolean> {
  const { session, node, signal, cluster } = on;
  return awaitLive(on, 'the node to register', cluster.spec.patience.apiServerSeconds, () =>
    pollOwnNode(session, node.address, signal),
  );
}
