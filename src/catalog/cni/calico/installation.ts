import type { Cluster } from '../../../config/cluster';
import type { KubernetesObject } from '../../kubernetes-object';
import { calicoBackend } from './backend';
import { isCalico } from './release';

/** First release whose operator programs nftables. */
const NFTABLES_SINCE = '3.29.0';

/** What the operator is asked for: Calico with a pool for each pod subnet. */
export function buildInstallation(cluster: Cluster): KubernetesObject {
  const { networking, cni, kubeProxy } = cluster.spec;
  const { routes, encapsulation } = calicoBackend(cluster);
  const subnets = networking.podSubnet.split(',');
  const families = [
    ...(subnets.some((subnet) => !subnet.includes(':')) ? ['V4'] : []),
    ...(subnets.some((subnet) => subnet.includes(':')) ? ['V6'] : []),
  ];
  return {
    apiVersion: 'operator.tigera.io/v1',
    kind: 'Installation',
    metadata: { name: 'default' },
    spec: {
      variant: 'Calico',
      cni: { type: 'Calico' },
      calicoNetwork: {
        bgp: routes === 'bird' ? 'Enabled' : 'Disabled',
        ...(cni.mtu === undefined ? {} : { mtu: cni.mtu }),
        ...(isCalico(cluster, NFTABLES_SINCE) && kubeProxy.mode === 'nftables' ? { linuxDataplane: 'Nftables' } : {}),
        ...Object.fromEntries(
          families.map((family) => [`nodeAddressAutodetection${family}`, { kubernetes: 'NodeInternalIP' }]),
        ),
        ipPools: subnets.map((cidr) => ({
          cidr,
          // IP in IP carries IPv4 only; BGP, which comes with it, carries the routes of the others.
          encapsulation: cidr.includes(':') && encapsulation === 'IPIP' ? 'None' : encapsulation,
          natOutgoing: 'Enabled',
          nodeSelector: 'all()',
        })),
      },
    },
  };
}
