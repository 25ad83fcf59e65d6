import { leftOutAddons } from '../catalog/kubernetes/left-out-addons';
import { kubernetesSupport } from '../config/kubernetes-support';
import { decideInit } from '../plan/kubeadm/decide-init';
import { isStarted } from '../plan/kubeadm/leavings';
import { createCertificateKey, createToken, formatEpoch } from '../remote/join-material/epoch';
import { epochFile } from '../remote/join-material/places';
import { composeKubeadm } from '../remote/kubeadm/compose-kubeadm';
import { pollApiServer } from '../remote/kubeadm/live-polls';
import type { ObservedKubernetes } from '../remote/kubeadm/observe-kubernetes';
import { kubeadmInitConfig } from '../steps';
import { awaitLive } from './await-live';
import { driveKubeadm } from './drive-kubeadm';
import type { KubeadmRun } from '../plan/kubeadm/decision';
import type { KubeadmNode } from './kubeadm-node';
import { failure } from './failures';

/** kubeadm’s own limits for init add up to about 10 minutes with images that are there. */
const TIMEOUT_SECONDS = 1200;
/** kubeadm keeps the uploaded certificates for two hours, whatever the cluster file trusts them for. */
const LONGEST_CERTIFICATE_KEY_SECONDS = 7200;

export interface InitOutcome {
  readonly move: 'init' | 'resume' | 'none';
  /** UID of kube-system. */
  readonly clusterUid: string;
  /** SHA-256 of the CA's public key, hex. */
  readonly caHash: string;
}

/**
 * Afterwards the node runs the first control plane, with every phase of `kubeadm init` done, and holds join material of
 * epoch 1 where this call ran init. Errors: as `driveKubeadm`.
 */
export async function driveInit(on: KubeadmNode): Promise<InitOutcome> {
  const leftOut = leftOutAddons(on.cluster);
  const support = kubernetesSupport(on.cluster.spec.kubernetes.version);
  let hasWaited = false;
  const { move, state } = await driveKubeadm(on, {
    command: 'init',
    verb: 'kubeadm-init',
    timeoutSeconds: TIMEOUT_SECONDS,
    decide: ({ state: seen }) => {
      // A control plane that is down for a moment must not be taken for one that never came up.
      if (isStarted(seen) && !seen.apiServerLive && !hasWaited) return { move: 'start-kubelet' };
      return decideInit(seen, { leftOut, support });
    },
    compose: (run, seen) => composeInit(on, run, seen),
    settle: async () => {
      await awaitApiServer(on);
      hasWaited = true;
      return true;
    },
  });
  if (state.clusterUid === undefined || state.caFingerprint === undefined) {
    throw failure('ApiServerUnavailable', 'the API server stopped answering just after init');
  }
  return { move: move === 'join' ? 'init' : move, clusterUid: state.clusterUid, caHash: state.caFingerprint };
}

function awaitApiServer(on: KubeadmNode): Promise<boolean> {
  const { session, node, signal, cluster } = on;
  return awaitLive(on, 'the API server', cluster.spec.patience.apiServerSeconds, () =>
    pollApiServer(session, node.address, signal),
  );
}

/** Init itself issues the first epoch of join material: the joins need no round trip more. */
function composeInit(on: KubeadmNode, run: KubeadmRun, seen: ObservedKubernetes): string {
  const { tokenTtlSeconds, certificateKeyTtlSeconds } = on.cluster.spec.joinMaterial;
  const secrets = { token: createToken(), certificateKey: createCertificateKey() };
  const epoch = {
    epoch: 1,
    ...secrets,
    tokenExpiresAtSeconds: seen.nowSeconds + tokenTtlSeconds,
    certificateKeyExpiresAtSeconds:
      seen.nowSeconds + Math.min(certificateKeyTtlSeconds, LONGEST_CERTIFICATE_KEY_SECONDS),
  };
  return composeKubeadm({
    command: 'init',
    config: kubeadmInitConfig(on.cluster, on.node, secrets, { catalog: on.catalog }),
    stateDigest: seen.digest,
    skipPhases: run.skipPhases,
    ignorePreflightErrors: run.ignorePreflightErrors,
    repairs: run.repairs.map(({ path }) => path),
    discards: run.discards ?? [],
    keep: [{ path: epochFile(1), content: formatEpoch(epoch) }],
  });
}
