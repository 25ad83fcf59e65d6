import type { Service } from '../catalog/service';
import { type ChronyConfInput, renderChronyConf } from '../render/chrony-conf';
import { controlPlanesOf, isControlPlane } from '../render/parts/control-planes';
import { packagesFor } from './packages';
import { serviceResources } from './service';
import { type BuildStep, osOf, type StepInput } from './step-input';

/**
 * chrony keeps the clock in step: by the servers of the cluster file, by the control planes where they serve the time,
 * or else by the servers that the package names.
 */
export const keepTime: BuildStep = (input) => {
  if (!input.cluster.spec.time.manage) return undefined;
  const os = osOf(input);
  const wanted = chooseSources(input);
  const service: Service = {
    unit: os.chrony.unit,
    files: wanted === undefined ? [] : [{ path: os.chrony.config, mode: '0644', content: renderChronyConf(wanted) }],
    active: true,
    disruption: 'none',
  };
  return {
    name: 'keep-time',
    title: 'Keep the clock in step',
    resources: [...packagesFor(os, ['chrony'], 'none'), ...serviceResources(service)],
  };
};

/** Undefined where the package's own configuration stays. */
function chooseSources({ cluster, node }: StepInput): ChronyConfInput | undefined {
  const { servers, fromControlPlanes } = cluster.spec.time;
  if (!fromControlPlanes) return servers.length === 0 ? undefined : { servers };
  const others = controlPlanesOf(cluster).filter(({ name }) => name !== node.name);
  const addresses = others.map(({ address }) => address);
  return isControlPlane(node) ? { servers: [...servers, ...addresses], isServing: true } : { servers: addresses };
}
