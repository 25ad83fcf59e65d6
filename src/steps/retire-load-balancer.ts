import { loadBalancerOf } from '../catalog/look-up';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

/** The node answers no more under the control plane endpoint; what was installed for it stays, stopped. */
export const retireLoadBalancer: BuildStep = ({ cluster, node, facts, catalog }) => {
  const share = loadBalancerOf(cluster, catalog).shareOf({ cluster, node, interfaces: facts.interfaces });
  if (share === undefined) return undefined;
  const units = share.services.map(({ unit }) => unit).toReversed();
  const files = [...share.services.flatMap((service) => service.files), ...share.files].map(({ path }) => path);
  const links = share.adminKubeconfig === undefined ? [] : [share.adminKubeconfig.link];
  return {
    name: 'retire-load-balancer',
    title: `Stop the load balancer ${cluster.spec.loadBalancer.name}`,
    resources: [
      ...units.map((name): Resource => ({ kind: 'unit', name, enabled: false, active: false, disruption: 'service' })),
      ...[...files, ...links].map((path): Resource => ({ kind: 'absent', path, disruption: 'none' })),
    ],
  };
};
