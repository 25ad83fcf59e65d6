import type { Dimension, Point } from './dimension';
import { etcd, etcdPlaces, loadBalancers } from './dimensions/control-plane';
import { kubernetes, kubernetesInstalls } from './dimensions/kubernetes';
import { FAMILIES, osSettings } from './dimensions/os';
import { cni, cniBackends, cniReleases, ipFamilies, kubeProxyModes } from './dimensions/pod-network';
import { cgroupDrivers, mirrors, runtime, runtimeInstalls, runtimeVersions, tools } from './dimensions/runtime';

/** Choices whose every combination is looked at; what a slice does not name is as it is by default. */
export interface Slice {
  readonly title: string;
  readonly dimensions: readonly Dimension[];
  readonly families: typeof FAMILIES;
}

/** One combination of a slice: a point of each dimension, in their order. */
export type Combination = readonly Point[];

/** What does not depend on the operating system is looked at on one. */
const ONE_FAMILY = FAMILIES.slice(0, 1);

const slice = (dimensions: readonly Dimension[], families = FAMILIES): Slice => {
  const titles = dimensions.map(({ title }) => title);
  return { title: ['OS family', ...titles].slice(families.length === 1 ? 1 : 0).join(' × '), dimensions, families };
};

/** The first is the whole matrix; the others have what would make it too large to be looked at each time. */
export const SLICES: readonly Slice[] = [
  slice([runtime, cni, etcd, kubernetes]),
  slice([kubernetesInstalls, runtimeInstalls, kubernetes]),
  slice([loadBalancers, kubernetes]),
  slice([loadBalancers, etcdPlaces, kubernetes], ONE_FAMILY),
  slice([runtimeVersions, cgroupDrivers, kubernetes], ONE_FAMILY),
  slice([cniBackends, kubeProxyModes, kubernetes], ONE_FAMILY),
  slice([cniReleases, kubernetes], ONE_FAMILY),
  slice([cni, ipFamilies, kubernetes], ONE_FAMILY),
  slice([tools, runtime, kubernetes], ONE_FAMILY),
  slice([mirrors, runtimeInstalls], ONE_FAMILY),
  slice(osSettings),
];

/** Every combination of the dimensions, the last of which changes fastest. */
export function combine(dimensions: readonly Dimension[]): Combination[] {
  return dimensions.reduce<Combination[]>(
    (combinations, { points }) => combinations.flatMap((before) => points.map((point) => [...before, point])),
    [[]],
  );
}
