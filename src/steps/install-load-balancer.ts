import { loadBalancerOf } from '../catalog/look-up';
import { linkAdminKubeconfig } from './load-balancer/admin-kubeconfig';
import { allowBySelinux } from './load-balancer/selinux-booleans';
import { packagesFor } from './packages';
import { serviceResources } from './service';
import { type BuildStep, osOf } from './step-input';

/** The node's share of what answers under the control plane endpoint. */
export const installLoadBalancer: BuildStep = (input) => {
  const { cluster, node, facts } = input;
  const share = loadBalancerOf(cluster, input.catalog).shareOf({ cluster, node, interfaces: facts.interfaces });
  if (share === undefined) return undefined;
  return {
    name: 'install-load-balancer',
    title: `Install the load balancer ${cluster.spec.loadBalancer.name}`,
    resources: [
      ...packagesFor(osOf(input), share.tools, 'service'),
      ...(share.adminKubeconfig === undefined
        ? []
        : [linkAdminKubeconfig(share.adminKubeconfig, cluster.spec.controlPlaneEndpoint)]),
      ...allowBySelinux(share.selinuxBooleans ?? []),
      ...share.files,
      ...share.services.flatMap(serviceResources),
    ],
  };
};
