import { isControlPlane } from './parts/control-planes';
import { API_SERVER_PORT } from './parts/endpoint';
import { type JsonObject, mergeOverride } from './parts/merge';
import { renderYaml } from './parts/yaml';
import { wordForKubeadm } from './kubeadm/api-versions';
import { KUBEADM_API } from './kubeadm/cluster-configuration';
import { buildNodeRegistration, type NodeRegistrationInput } from './kubeadm/node-registration';
import { buildTimeouts } from './kubeadm/timeouts';

/** Secrets: the text that they end in may only be written to a file on tmpfs that root alone reads. */
export interface JoinSecrets {
  /** `abcdef.0123456789abcdef` */
  readonly token: string;
  /** SHA-256 of the SPKI of the cluster's CA, hexadecimal, without a prefix. */
  readonly caHash: string;
  /** AES key of the uploaded certificates; only read for a control plane. */
  readonly certificateKey?: string;
}

export interface KubeadmJoinInput extends NodeRegistrationInput {
  readonly secrets: JoinSecrets;
  readonly skipPhases?: readonly string[];
}

/**
 * What `kubeadm join --config` reads, on a control plane or a worker by the node's roles.
 * Throws when a control plane is to join without a certificate key.
 */
export function renderKubeadmJoin(input: KubeadmJoinInput): string {
  return renderYaml(wordForKubeadm(input.cluster.spec.kubernetes.version, [buildJoinConfiguration(input)]));
}

function buildJoinConfiguration(input: KubeadmJoinInput): JsonObject {
  const { cluster, node, secrets, skipPhases = [] } = input;
  const base: JsonObject = {
    apiVersion: KUBEADM_API,
    kind: 'JoinConfiguration',
    discovery: {
      bootstrapToken: {
        token: secrets.token,
        apiServerEndpoint: cluster.spec.controlPlaneEndpoint,
        caCertHashes: [`sha256:${secrets.caHash}`],
      },
      tlsBootstrapToken: secrets.token,
    },
    nodeRegistration: buildNodeRegistration(input),
    timeouts: buildTimeouts(cluster),
    ...(skipPhases.length === 0 ? {} : { skipPhases: [...skipPhases] }),
  };
  if (isControlPlane(node)) {
    return mergeOverride({ ...base, controlPlane: buildControlPlane(input) }, cluster.spec.kubeadm.joinConfiguration);
  }
  return mergeOverride(base, withoutControlPlane(cluster.spec.kubeadm.joinConfiguration));
}

function buildControlPlane({ node, secrets }: KubeadmJoinInput): JsonObject {
  if (secrets.certificateKey === undefined) {
    throw new Error(`${node.name} joins as a control plane and has no certificate key; issue join material for one`);
  }
  return {
    certificateKey: secrets.certificateKey,
    localAPIEndpoint: { advertiseAddress: node.address, bindPort: API_SERVER_PORT },
  };
}

/** The mere presence of `controlPlane` would make a control plane of a worker. */
function withoutControlPlane({ controlPlane: _, ...override }: JsonObject): JsonObject {
  return override;
}
