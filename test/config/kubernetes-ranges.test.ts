import { describeRange, isInRange, KUBERNETES_RANGES, rangeOf } from '../../src/config/kubernetes-ranges';
import { parseCluster } from '../../src/config/parse-cluster';
import { BUILT_IN_CATALOG } from '../../src/config/schema';
import { clusterFile } from './cluster-file';

const containerd = KUBERNETES_RANGES.runtime['containerd'] ?? [];

test.each([
  ['1.5.18', 25, true],
  ['1.5.18', 26, false],
  ['1.6.33', 17, true],
  ['1.7.24', 36, true],
  ['2.0.0', 22, false],
  ['2.1.4', 23, true],
  ['1.4.13', 22, false],
  ['1.6.20~ds1-1+deb12u1', 34, true],
  ['1.5.9-0ubuntu1~20.04.6', 26, false],
  ['1:2.0.5-3.el9', 22, false],
])('containerd %s and Kubernetes 1.%d go together: %s', (version, minor, goes) => {
  const range = rangeOf(containerd, version);
  expect(range !== undefined && isInRange(range, minor)).toBe(goes);
});

test('a choice without a version of its own is taken for its newest', () => {
  expect(rangeOf(containerd, undefined)).toBe(containerd.at(-1));
});

test.each([
  [{ since: '1', from: 23 }, 'v1.23 or newer'],
  [{ since: '1', to: 25 }, 'v1.25 or older'],
  [{ since: '1', from: 27, to: 30 }, 'v1.27 to v1.30'],
])('%j reads %s', (range, text) => {
  expect(describeRange(range)).toBe(text);
});

test('a catalog of one’s own brings its ranges', () => {
  const text = JSON.stringify(clusterFile({ cni: { name: 'weave' } }));
  const parse = (from: number) =>
    parseCluster(text, {
      catalog: { cni: { weave: { choice: { ranges: [{ since: '0', from, why: 'asks for policy/v2' }] } } } },
    });
  expect(parse(34)).toMatchObject({ ok: true });
  expect(parse(35)).toMatchObject({
    problems: [{ message: 'weave does not go with Kubernetes v1.34.4: it asks for policy/v2' }],
  });
});

test('every name with a range is in the catalog', () => {
  expect(BUILT_IN_CATALOG.runtime).toEqual(expect.arrayContaining(Object.keys(KUBERNETES_RANGES.runtime)));
  expect(BUILT_IN_CATALOG.cni).toEqual(expect.arrayContaining(Object.keys(KUBERNETES_RANGES.cni)));
});
