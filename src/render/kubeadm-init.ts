import { API_SERVER_PORT } from './parts/endpoint';
import { type JsonObject, mergeOverride } from './parts/merge';
import { renderYaml } from './parts/yaml';
import { wordForKubeadm } from './kubeadm/api-versions';
import { buildClusterConfiguration, KUBEADM_API } from './kubeadm/cluster-configuration';
import { buildKubeProxyConfiguration } from './kubeadm/kube-proxy-configuration';
import { buildKubeletConfiguration } from './kubeadm/kubelet-configuration';
import { buildNodeRegistration, type NodeRegistrationInput } from './kubeadm/node-registration';
import { buildTimeouts } from './kubeadm/timeouts';

/** Secrets: the text that they end in may only be written to a file on tmpfs that root alone reads. */
export interface InitSecrets {
  /** `abcdef.0123456789abcdef` */
  readonly token: string;
  /** AES key of the uploaded certificates: 64 hexadecimal digits. */
  readonly certificateKey: string;
}

export interface KubeadmInitInput extends NodeRegistrationInput {
  readonly secrets: InitSecrets;
  readonly skipPhases?: readonly string[];
}

/** What `kubeadm init --config` reads on the first control plane: all four configurations in one stream. */
export function renderKubeadmInit(input: KubeadmInitInput): string {
  const { cluster } = input;
  const documents = [
    buildInitConfiguration(input),
    buildClusterConfiguration(cluster),
    buildKubeletConfiguration(cluster),
    ...(cluster.spec.kubeProxy.mode === 'none' ? [] : [buildKubeProxyConfiguration(cluster)]),
  ];
  return renderYaml(wordForKubeadm(cluster.spec.kubernetes.version, documents));
}

/** Token and certificate key are pinned, so that a second run of kubeadm issues nothing new. */
function buildInitConfiguration(input: KubeadmInitInput): JsonObject {
  const { cluster, node, secrets, skipPhases = [] } = input;
  const base: JsonObject = {
    apiVersion: KUBEADM_API,
    kind: 'InitConfiguration',
    bootstrapTokens: [
      {
        token: secrets.token,
        // Init itself issues the first epoch of join material.
        description: 'slipway epoch 1',
        ttl: `${cluster.spec.joinMaterial.tokenTtlSeconds}s`,
        usages: ['signing', 'authentication'],
        groups: ['system:bootstrappers:kubeadm:default-node-token'],
      },
    ],
    certificateKey: secrets.certificateKey,
    localAPIEndpoint: { advertiseAddress: node.address, bindPort: API_SERVER_PORT },
    nodeRegistration: buildNodeRegistration(input),
    timeouts: buildTimeouts(cluster),
    ...(skipPhases.length === 0 ? {} : { skipPhases: [...skipPhases] }),
  };
  return mergeOverride(base, cluster.spec.kubeadm.initConfiguration);
}
