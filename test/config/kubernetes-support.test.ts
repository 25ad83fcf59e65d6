import {
  kubernetesSupport,
  listKubernetesSupport,
  minorOf,
  NEWEST_MINOR,
  OLDEST_MINOR,
} from '../../src/config/kubernetes-support';

const of = (minor: number) => kubernetesSupport(`v1.${minor}.3`);

test.each([
  ['v1.17.4', 17],
  ['v1.34.4', 34],
])('the minor of %s is %d', (version, minor) => {
  expect(minorOf(version)).toBe(minor);
});

test.each([
  [[17, 21], 'v1beta2'],
  [[22, 25, 28, 29, 30], 'v1beta3'],
  [[31, 34, 36], 'v1beta4'],
])('kubeadm of the minors %j reads %s', (minors, api) => {
  expect(minors.map((minor) => of(minor).kubeadmApi)).toEqual(minors.map(() => api));
});

test('a control plane is called master until 1.23, and carries both taints in 1.24', () => {
  expect([23, 24, 25].map((minor) => of(minor).controlPlaneTaints)).toEqual([
    ['master'],
    ['master', 'control-plane'],
    ['control-plane'],
  ]);
  expect([19, 20, 23, 24].map((minor) => of(minor).controlPlaneLabels)).toEqual([
    ['master'],
    ['master', 'control-plane'],
    ['master', 'control-plane'],
    ['control-plane'],
  ]);
});

test('every minor from the oldest to the newest has one row, and every fact of it a value', () => {
  const rows = listKubernetesSupport();
  expect(rows.map(({ minor }) => minor)).toEqual(
    Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, index) => OLDEST_MINOR + index),
  );
  for (const row of rows) expect(Object.values(row)).not.toContain(undefined);
});
