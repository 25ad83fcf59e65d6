import { isKubernetesNode } from '../config/nodes';
import {
  decidePodNetwork,
  type KnownPodNetworks,
  type PodNetwork,
  type PodNetworkPlan,
  type PodNetworkSwitch,
  titleOf,
} from './pod-network';
import type { ClusterContext, NodeContext } from './preflight/rule';

export interface PodNetworkContext {
  /** What the file of the wanted pod network in /etc/cni/net.d has in its name; absent: not known. */
  readonly podNetworkConfig?: string;
  /** The wanted pod network, and what is known of others; absent: there is no live one to compare it with. */
  readonly podNetwork?: { readonly wanted: PodNetwork; readonly known: KnownPodNetworks };
}

interface Comparison {
  /** Absent: there is nothing to do, or nothing that could be done. */
  readonly plan?: PodNetworkPlan;
  /** For preflight to judge. */
  readonly seen: Pick<ClusterContext, 'podNetwork' | 'podNetworkConfig'>;
}

/** The pod network that the API of a control plane in the cluster tells of, beside the wanted one. */
export function comparePodNetworks(
  nodes: readonly NodeContext[],
  { podNetwork, podNetworkConfig }: PodNetworkContext,
): Comparison {
  const inCluster = nodes.filter(({ stage }) => stage !== 'new');
  const [live] = inCluster.flatMap(({ facts }) => facts.kubeadm.podNetwork ?? []);
  const isRecorded = live?.record !== undefined && live.record.objects.length > 0;
  const config = isRecorded || podNetworkConfig === undefined ? {} : { podNetworkConfig };
  if (live === undefined || podNetwork === undefined) return { seen: config };
  const decided = decidePodNetwork(podNetwork.wanted, live, podNetwork.known);
  if (decided === undefined) return { seen: config };
  const seen = { podNetwork: decided, ...config };
  if (decided.move === 'refuse') return { seen };
  if (decided.move === 'apply') return { plan: decided, seen };
  return { plan: { ...decided, losses: listSwitchLosses(decided, inCluster) }, seen };
}

/** What a switch destroys, in words: first in the cluster as a whole, then on every node. */
function listSwitchLosses(
  { from, to }: PodNetworkSwitch,
  nodes: readonly NodeContext[],
): { readonly node: string; readonly items: readonly string[] }[] {
  const title = titleOf(from);
  const traffic = `no pod reaches another one from the moment that ${title} leaves the first node until ${to} is up`;
  const members = nodes.filter(({ node }) => isKubernetesNode(node));
  return [
    { node: 'the cluster', items: [traffic, ...from.objects.map(describeObject)] },
    ...members.map(({ node, facts }) => ({
      node: node.name,
      items: [
        `every pod outside the node's own network ends, and begins again with an address of ${to} where its restartPolicy lets it`,
        ...facts.kubeadm.cniConfigs.map((file) => `/etc/cni/net.d/${file}`),
        `interfaces, routes, packet filters and files of ${title}`,
      ],
    })),
  ];
}

function describeObject(object: string): string {
  const [, kind = '', name = ''] = object.split(' ');
  if (kind === 'Namespace') return `${kind} ${name} and everything in it`;
  return kind === 'CustomResourceDefinition' ? `${kind} ${name} and every object of it` : `${kind} ${name}`;
}
