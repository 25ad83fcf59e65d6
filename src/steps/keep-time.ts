import type { Service } from '../catalog/service';
import { renderChronyConf } from '../render/chrony-conf';
import { packagesFor } from './packages';
import { serviceResources } from './service';
import { type BuildStep, osOf } from './step-input';

/** chrony keeps the clock in step, by the servers of the cluster file or else by those that the package names. */
export const keepTime: BuildStep = (input) => {
  const { manage, servers } = input.cluster.spec.time;
  if (!manage) return undefined;
  const os = osOf(input);
  const service: Service = {
    unit: os.chrony.unit,
    files: servers.length === 0 ? [] : [{ path: os.chrony.config, mode: '0644', content: renderChronyConf(servers) }],
    active: true,
    disruption: 'none',
  };
  return {
    name: 'keep-time',
    title: 'Keep the clock in step',
    resources: [...packagesFor(os, ['chrony'], 'none'), ...serviceResources(service)],
  };
};
