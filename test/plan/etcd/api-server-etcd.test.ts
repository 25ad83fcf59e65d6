import { asksEtcdElsewhere, etcdEndpoints, refuseOtherEtcd } from '../../../src/plan/etcd/api-server-etcd';
import { externalEndpoints } from '../../../src/render/parts/external-etcd';
import { externalEtcdCluster, haCluster } from '../../fakes/clusters';
import { initialized } from '../../fakes/kubeadm-states';

const [ONE, TWO, THREE, FOUR] = [31, 32, 33, 41].map((host) => `https://10.0.0.${host}:2379`) as [
  string,
  string,
  string,
  string,
];
const FOREIGN = { caFile: '/ca.crt', certificateFile: '/client.crt', key: { env: 'KEY' } };
const foreign = (endpoints: readonly string[]) => haCluster({ etcd: { topology: 'external', endpoints, ...FOREIGN } });

test.each([
  ['members of its own', externalEtcdCluster(), [ONE, TWO, THREE]],
  ['somebody else’s', foreign([FOUR]), [FOUR]],
])('API servers are to ask where kubeadm is told that etcd is: %s', (_, cluster, endpoints) => {
  expect(etcdEndpoints(cluster)).toEqual(endpoints);
  expect(externalEndpoints(cluster)).toEqual(endpoints);
});

test.each([
  ['as the file says', [ONE, TWO, THREE], [ONE, TWO, THREE], false],
  ['in another order', [THREE, ONE, TWO], [TWO, ONE, THREE], false],
  ['a member fewer', [ONE, TWO], [ONE, TWO, THREE], true],
  ['a member that is gone', [ONE, TWO, THREE, FOUR], [ONE, TWO, THREE], true],
  ['a member at another address', [ONE, TWO, FOUR], [ONE, TWO, FOUR], true],
  ['one that is made next, elsewhere', [ONE, TWO, THREE], [ONE, TWO, FOUR], true],
  ['nothing that was seen', undefined, undefined, false],
])('an API server that asks %s', (_, apiServerEtcd, clusterEtcd, isElsewhere) => {
  const state = { ...initialized, ...(apiServerEtcd && { apiServerEtcd }), ...(clusterEtcd && { clusterEtcd }) };
  expect(asksEtcdElsewhere(externalEtcdCluster(), state)).toBe(isElsewhere);
});

test('a stacked etcd is asked on the machine itself, whatever the addresses', () => {
  expect(asksEtcdElsewhere(haCluster(), { ...initialized, apiServerEtcd: ['https://127.0.0.1:2379'] })).toBe(false);
});

describe('an API server goes to other endpoints', () => {
  const seen = (ids: Readonly<Record<string, string>>) =>
    Object.entries(ids).map(([endpoint, clusterId]) => ({ endpoint, ...(clusterId !== '' && { clusterId }) }));

  test.each([
    ['all of one etcd', { [ONE]: 'a', [TWO]: 'a', [THREE]: 'a', [FOUR]: 'a' }, undefined],
    ['the one that left being silent', { [ONE]: 'a', [TWO]: 'a', [THREE]: '', [FOUR]: 'a' }, undefined],
    ['a new one that is silent', { [ONE]: 'a', [TWO]: 'a', [THREE]: 'a', [FOUR]: '' }, 'silent'],
    ['a new one that was not asked', { [ONE]: 'a', [TWO]: 'a' }, 'silent'],
    ['a new one of another etcd', { [ONE]: 'a', [TWO]: 'a', [THREE]: 'a', [FOUR]: 'b' }, 'other'],
  ])('%s', (_, ids, kind) => {
    expect(refuseOtherEtcd([ONE, TWO, THREE], [ONE, TWO, FOUR], seen(ids))?.kind).toBe(kind);
  });

  test('where no endpoint of today answers, nothing says that the others are the same etcd', () => {
    expect(refuseOtherEtcd([ONE], [FOUR], seen({ [ONE]: '', [FOUR]: 'a' }))).toMatchObject({
      kind: 'silent',
      cause: expect.stringContaining(`none of ${ONE} answers`),
    });
  });

  test('the refusal names both sides', () => {
    expect(refuseOtherEtcd([ONE], [ONE, FOUR], seen({ [ONE]: 'a', [FOUR]: 'b' }))?.cause).toBe(
      `${FOUR} belongs to another etcd than ${ONE}, which holds this cluster`,
    );
  });
});
