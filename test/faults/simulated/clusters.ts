import type { Cluster } from '../../../src/config/cluster';
import { artifactsWithSums } from '../../fakes/artifact-sums';
import { haCluster } from '../../fakes/clusters';

/** A control plane of it joins in one piece; those of the newest join in parts. */
export const WHOLE_JOINS = 'v1.31.9';

/** Control planes and workers. */
export type Size = '1+0' | '1+1' | '1+2' | '3+0' | '3+1' | '3+2';
/** A cluster that is installed, and its version where that is not the newest. */
export type Shape = Size | `${Size} ${typeof WHOLE_JOINS}`;

const clusters = new Map<string, Cluster>();

/** A cluster file of that shape whose downloads need nobody's checksums; its join material lives so long, if told. */
export function clusterOf(shape: Shape, materialTtlSeconds?: number): Cluster {
  const name = `${shape} ${materialTtlSeconds}`;
  const cluster = clusters.get(name) ?? makeCluster(shape, materialTtlSeconds);
  clusters.set(name, cluster);
  return cluster;
}

function makeCluster(shape: Shape, ttl: number | undefined): Cluster {
  const [size = '', version] = shape.split(' ');
  const [controlPlanes = 1, workers = 0] = size.split('+').map(Number);
  const nodes = [
    ...Array.from({ length: controlPlanes }, (_, index) => ({
      name: `cp-${index + 1}`,
      address: `10.0.0.${11 + index}`,
      roles: ['control-plane'],
    })),
    ...Array.from({ length: workers }, (_, index) => ({
      name: `w-${index + 1}`,
      address: `10.0.0.${21 + index}`,
      roles: ['worker'],
      labels: { tier: 'simulated' },
      taints: [{ key: 'simulated', effect: 'PreferNoSchedule' }],
    })),
  ];
  const joinMaterial = { tokenTtlSeconds: ttl, certificateKeyTtlSeconds: ttl };
  return haCluster({
    artifacts: artifactsWithSums,
    nodes,
    ...(version !== undefined && { kubernetes: { version } }),
    ...(ttl !== undefined && { joinMaterial }),
  });
}
