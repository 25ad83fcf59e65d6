import type { KubeadmRun } from '../plan/kubeadm/decision';
import { tokenId } from '../remote/join-material/epoch';
import { composeKubeadm } from '../remote/kubeadm/compose-kubeadm';
import type { ObservedKubernetes } from '../remote/kubeadm/observe-kubernetes';
import { kubeadmJoinConfig } from '../steps';
import type { KubeadmNode } from './kubeadm-node';
import type { JoinSecretsText } from './open-material';

/** The operation's script for one decided run of `kubeadm join`. It holds secrets. */
export function composeJoin(
  on: KubeadmNode,
  secrets: JoinSecretsText,
  run: KubeadmRun,
  seen: ObservedKubernetes,
): string {
  return composeKubeadm({
    command: 'join',
    config: kubeadmJoinConfig(on.cluster, on.node, secrets, { catalog: on.catalog }),
    stateDigest: seen.digest,
    skipPhases: run.skipPhases,
    ignorePreflightErrors: run.ignorePreflightErrors,
    repairs: run.repairs.map(({ path }) => path),
    token: { endpoint: on.cluster.spec.controlPlaneEndpoint, id: tokenId(secrets.token) },
  });
}
