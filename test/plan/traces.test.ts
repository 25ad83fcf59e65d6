import { describeTrace } from '../../src/plan/traces';

test('a trace is told with what is known beside its name', () => {
  expect(describeTrace({ what: 'interface cni0' })).toBe('interface cni0');
  expect(describeTrace({ what: '/var/lib/etcd', detail: '' })).toBe('/var/lib/etcd');
  expect(describeTrace({ what: 'every container of Kubernetes', detail: '14' })).toBe(
    'every container of Kubernetes (14)',
  );
});
