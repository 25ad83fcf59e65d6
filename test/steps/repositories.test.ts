import { catalog } from '../../src/catalog/catalog';
import { repositoriesOf } from '../../src/steps/repositories';
import { singleCluster } from '../fakes/clusters';
import { SYSTEMS } from '../fakes/step-facts';

const cluster = singleCluster({ runtime: { install: 'package' } });
const idsOn = (family: keyof typeof catalog.os, system: keyof typeof SYSTEMS) =>
  repositoriesOf(cluster, catalog.os[family], SYSTEMS[system]).map(({ id }) => id);

test('a repository that is for some systems alone is given to no other', () => {
  expect(idsOn('rhel', 'rocky')).toEqual(['slipway-docker-ce']);
  expect(idsOn('openeuler', 'openeuler')).toEqual([]);
  expect(idsOn('amazon-linux', 'amazon-linux')).toEqual([]);
});

test('a repository for dnf and yum is nothing to apt', () => {
  expect(idsOn('debian', 'debian')).toEqual([]);
});
