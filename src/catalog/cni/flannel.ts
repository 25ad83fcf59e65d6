import { flannelAccess } from './flannel/access';
import { backendOf, buildConfigMap } from './flannel/config-map';
import { buildDaemonSet } from './flannel/daemon-set';
import { flannelImages } from './flannel/release';
import type { CniKind } from './kind';

/** flannel 0.25 or newer, with the backend `vxlan` or `host-gw`. */
export const flannel: CniKind = {
  manifest(cluster, fetched) {
    if (cluster.spec.cni.manifest !== undefined) return fetched;
    const configMap = buildConfigMap(cluster);
    return [...flannelAccess, configMap, buildDaemonSet(flannelImages(cluster), configMap.data)];
  },
  configName: 'flannel',
  agent: 'kube-flannel/kube-flannel-ds',
  // A manifest of one's own has its backend in itself: what that uses is not known.
  ports: (cluster) =>
    backendOf(cluster) === 'vxlan' && cluster.spec.cni.manifest === undefined
      ? [{ protocol: 'udp', port: 8472, use: 'flannel VXLAN' }]
      : [],
  kernelModules: (cluster) => (backendOf(cluster) === 'vxlan' ? ['vxlan'] : []),
  // `cni0` is the bridge of the plugin that flannel delegates to; CNI- chains are those of that plugin's masquerading.
  traces: {
    interfaces: ['cni0', 'flannel.*', 'flannel-v6.*'],
    chains: ['FLANNEL-', 'CNI-'],
    tables: ['ip flannel-ipv4', 'ip6 flannel-ipv6'],
    paths: ['/run/flannel', '/opt/cni/bin/flannel'],
  },
};
