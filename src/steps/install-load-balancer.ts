import { loadBalancerOf } from '../catalog/look-up';
import { packagesFor } from './packages';
import { serviceResources } from './service';
import { type BuildStep, osOf } from './step-input';

/** The node's share of what answers under the control plane endpoint. */
export const installLoadBalancer: BuildStep = (input) => {
  const { cluster, node, facts } = input;
  const share = loadBalancerOf(cluster).shareOf({ cluster, node, interfaces: facts.interfaces });
  if (share === undefined) return undefined;
  return {
    name: 'install-load-balancer',
    title: `Install the load balancer ${cluster.spec.loadBalancer.name}`,
    resources: [
      ...packagesFor(osOf(input), share.tools, 'service'),
      ...share.files,
      ...share.services.flatMap(serviceResources),
    ],
  };
};
