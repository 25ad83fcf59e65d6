import { localHaproxy } from '../../../src/catalog/load-balancer/local-haproxy';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { describeGoldens } from '../../fakes/goldens';
import { debianFacts } from '../../fakes/step-facts';

const cluster = haCluster({ controlPlaneEndpoint: '127.0.0.1:8443', loadBalancer: { name: 'local-haproxy' } });

const shareOf = (name: string) => {
  const node = nodeOf(cluster, name);
  return localHaproxy.shareOf({ cluster, node, interfaces: debianFacts(node).interfaces });
};

describeGoldens('load-balancer/local-haproxy', 'cfg', {
  worker: () => shareOf('w-1')?.services[0]?.files[0]?.content ?? '',
});

describe('local-haproxy', () => {
  it('is the same on every node', () => {
    for (const name of ['cp-1', 'cp-3', 'w-2']) expect(shareOf(name)).toEqual(shareOf('w-1'));
  });

  it('lets nobody in from outside', () => {
    expect(localHaproxy.ports(cluster, nodeOf(cluster, 'cp-1'))).toEqual([]);
  });
});
