import { parseDocument } from 'yaml';
import { wordForKubeadm } from './kubeadm/api-versions';
import { KUBEADM_API } from './kubeadm/cluster-configuration';
import { buildNodeRegistration, type NodeRegistrationInput } from './kubeadm/node-registration';
import { buildTimeouts } from './kubeadm/timeouts';
import { isControlPlane } from './parts/control-planes';
import { API_SERVER_PORT } from './parts/endpoint';
import { type JsonObject, mergeOverride } from './parts/merge';
import { renderYaml } from './parts/yaml';

const ENDPOINTS = ['etcd', 'external', 'endpoints'];

/** The live ClusterConfiguration with these endpoints of its external etcd, and otherwise as it was, to the letter. */
export function withEtcdEndpoints(clusterConfiguration: string, endpoints: readonly string[]): string {
  const document = parseDocument(clusterConfiguration);
  const before = (document.toJS() as LiveConfiguration | null)?.etcd?.external?.endpoints ?? [];
  if (before.toSorted().join() === endpoints.toSorted().join()) return clusterConfiguration;
  document.setIn(ENDPOINTS, [...endpoints]);
  return document.toString({ lineWidth: 0, indentSeq: false });
}

interface LiveConfiguration {
  readonly etcd?: { readonly external?: { readonly endpoints?: readonly string[] } };
}

export interface KubeadmApiServerInput extends NodeRegistrationInput {
  /** The live one: what runs is made anew from what it was made from, and not from what the file says by now. */
  readonly clusterConfiguration: string;
}

/**
 * What `kubeadm init phase control-plane apiserver --config` reads on a control plane. The time that it has to come up is
 * part of the manifest, as its startup probe.
 */
export function renderKubeadmApiServer(input: KubeadmApiServerInput): string {
  const { cluster, node, clusterConfiguration } = input;
  const base: JsonObject = {
    apiVersion: KUBEADM_API,
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: node.address, bindPort: API_SERVER_PORT },
    nodeRegistration: buildNodeRegistration(input),
    timeouts: buildTimeouts(cluster),
  };
  const init = mergeOverride(base, overrideOf(input));
  return `${renderYaml(wordForKubeadm(cluster.spec.kubernetes.version, [init]))}---\n${clusterConfiguration}`;
}

/** What the manifest was made with of the raw settings: the first control plane was made by init, the others by join. */
function overrideOf({ cluster: { spec }, node }: KubeadmApiServerInput): JsonObject {
  const [first] = spec.nodes.filter(isControlPlane);
  const { initConfiguration, joinConfiguration } = spec.kubeadm;
  const { patches, timeouts } = first?.name === node.name ? initConfiguration : joinConfiguration;
  return { ...(patches === undefined ? {} : { patches }), ...(timeouts === undefined ? {} : { timeouts }) };
}
