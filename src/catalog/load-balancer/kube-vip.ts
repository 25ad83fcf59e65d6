import type { Cluster } from '../../config/cluster';
import { renderKubeVip } from '../../render/kube-vip';
import { controlPlanesOf, isControlPlane } from '../../render/parts/control-planes';
import { hostOf } from '../../render/parts/endpoint';
import { findInterface } from '../find-interface';
import type { LoadBalancerKind } from './kind';

const DEFAULT_IMAGE = 'ghcr.io/kube-vip/kube-vip:v1.0.4';
const KUBECONFIG = '/etc/kubernetes/kube-vip/kubeconfig';
/** From this minor on admin.conf has no rights before init has given it some, and only init makes super-admin.conf. */
const SUPER_ADMIN_SINCE_MINOR = 29;

/** A VIP that a pod on one control plane holds by a lease in the API; connections go straight to its API server. */
export const kubeVip: LoadBalancerKind = {
  shareOf({ cluster, node, interfaces }) {
    if (!isControlPlane(node)) return undefined;
    const { loadBalancer, controlPlaneEndpoint } = cluster.spec;
    const content = renderKubeVip({
      image: imageOf(cluster),
      vip: hostOf(controlPlaneEndpoint),
      interface: loadBalancer.interface ?? findInterface(node, interfaces),
      kubeconfig: KUBECONFIG,
    });
    const isFirst = controlPlanesOf(cluster)[0]?.name === node.name;
    return {
      tools: ['curl'],
      files: [
        {
          kind: 'file',
          path: '/etc/kubernetes/manifests/kube-vip.yaml',
          content,
          mode: '0600',
          disruption: 'none',
          why: 'the kubelet runs kube-vip as a static pod',
        },
      ],
      services: [],
      images: [imageOf(cluster)],
      adminKubeconfig: {
        link: KUBECONFIG,
        begins: isFirst && minorOf(cluster) >= SUPER_ADMIN_SINCE_MINOR ? 'super-admin.conf' : 'admin.conf',
      },
    };
  },
  ports: () => [],
};

function imageOf({ spec }: Cluster): string {
  return spec.loadBalancer.image ?? DEFAULT_IMAGE;
}

function minorOf({ spec }: Cluster): number {
  return Number(spec.kubernetes.version.split('.')[1]);
}
