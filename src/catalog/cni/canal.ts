import type { Cluster } from '../../config/cluster';
import { editContainers, editObject, replaceImages, setData, setEnvironment } from '../edit-objects';
import type { KubernetesObject } from '../kubernetes-object';
import { mergeTraces } from '../merge-traces';
import { calicoSource } from './calico/release';
import { calicoTraces } from './calico/traces';
import { flannel } from './flannel';
import type { CniKind } from './kind';

/** What flannel takes off the MTU that it is given, for the VXLAN header. */
const VXLAN_OVERHEAD = 50;

/** Pods reach each other by flannel's VXLAN, and Calico enforces policies. */
export const canal: CniKind = {
  sources: (cluster) => [calicoSource(cluster, 'canal.yaml')],
  manifest(cluster, fetched) {
    const configured = editObject(fetched, 'ConfigMap', 'canal-config', (map) => fitConfig(cluster, map));
    const node = editObject(configured, 'DaemonSet', 'canal', (object) => fitNode(cluster, object));
    return replaceImages(node, cluster.spec.cni.images);
  },
  configName: 'canal',
  agent: 'kube-system/canal',
  ports: () => [{ protocol: 'udp', port: 8472, use: 'flannel VXLAN' }],
  kernelModules: () => ['vxlan'],
  traces: mergeTraces([flannel.traces, calicoTraces]),
};

function fitConfig({ spec: { networking, cni } }: Cluster, map: KubernetesObject): KubernetesObject {
  const outside = cni.mtu === undefined ? {} : { MTU: cni.mtu + VXLAN_OVERHEAD };
  const network = { Network: networking.podSubnet, Backend: { Type: 'vxlan', ...outside } };
  return setData(map, { 'net-conf.json': `${JSON.stringify(network, null, 2)}\n`, veth_mtu: String(cni.mtu ?? 0) });
}

/** Packets leave by the interface of the node's internal address, not by that of the default route. */
function fitNode({ spec: { networking } }: Cluster, object: KubernetesObject): KubernetesObject {
  return editContainers(object, (container) => {
    if (container.name === 'calico-node')
      return setEnvironment(container, { CALICO_IPV4POOL_CIDR: networking.podSubnet });
    if (container.name !== 'kube-flannel') return container;
    const nodeIp = { name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } };
    const others = (container.env ?? []).filter(({ name }) => name !== nodeIp.name && name !== 'FLANNELD_IFACE');
    return { ...container, env: [nodeIp, ...others, { name: 'FLANNELD_IFACE', value: '$(NODE_IP)' }] };
  });
}
