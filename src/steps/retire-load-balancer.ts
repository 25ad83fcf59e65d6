import { loadBalancerOf } from '../catalog/look-up';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

/** The node answers no more under the control plane endpoint; what was installed for it stays, stopped. */
export const retireLoadBalancer: BuildStep = ({ cluster, node, facts }) => {
  const share = loadBalancerOf(cluster).shareOf({ cluster, node, interfaces: facts.interfaces });
  if (share === undefined) return undefined;
  const units = share.services.map(({ unit }) => unit).toReversed();
  const files = [...share.services.flatMap((service) => service.files), ...share.files];
  return {
    name: 'retire-load-balancer',
    title: `Stop the load balancer ${cluster.spec.loadBalancer.name}`,
    resources: [
      ...units.map((name): Resource => ({ kind: 'unit', name, enabled: false, active: false, disruption: 'service' })),
      ...files.map(({ path }): Resource => ({ kind: 'absent', path, disruption: 'none' })),
    ],
  };
};
