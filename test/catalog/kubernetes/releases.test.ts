import { listKubernetesSupport } from '../../../src/config/kubernetes-support';
import { componentTags, newestReleaseOf } from '../../../src/catalog/kubernetes/releases';

describe('componentTags', () => {
  it.each([
    ['v1.17.4', { etcd: '3.4.3-0', coredns: '1.6.5', pause: '3.1' }],
    ['v1.21.5', { etcd: '3.4.13-0', coredns: 'v1.8.0', pause: '3.4.1' }],
    ['v1.28.2', { etcd: '3.5.9-0', coredns: 'v1.10.1', pause: '3.9' }],
    ['v1.29.6', { etcd: '3.5.12-0', coredns: 'v1.11.1', pause: '3.9' }],
    ['v1.31.0', { etcd: '3.5.15-0', coredns: 'v1.11.1', pause: '3.10' }],
    ['v1.32.13', { etcd: '3.5.24-0', coredns: 'v1.11.3', pause: '3.10' }],
    ['v1.33.13', { etcd: '3.5.24-0', coredns: 'v1.12.0', pause: '3.10' }],
    ['v1.34.4', { etcd: '3.6.5-0', coredns: 'v1.12.1', pause: '3.10.1' }],
    ['v1.35.4', { etcd: '3.6.6-0', coredns: 'v1.13.1', pause: '3.10.1' }],
    ['v1.36.3', { etcd: '3.6.8-0', coredns: 'v1.14.2', pause: '3.10.2' }],
  ])('knows the tags of %s', (version, tags) => {
    expect(componentTags(version)).toEqual(tags);
  });

  it('knows of a release between two what both have', () => {
    expect(componentTags('v1.32.11')).toEqual({ coredns: 'v1.11.3', pause: '3.10' });
    expect(componentTags('v1.34.3')).toEqual({ etcd: '3.6.5-0', coredns: 'v1.12.1', pause: '3.10.1' });
  });

  it('does not guess the etcd and CoreDNS of a release newer than those that were read', () => {
    expect(componentTags('v1.34.99')).toEqual({ pause: '3.10.1' });
    expect(componentTags('v1.99.0')).toEqual({});
  });
});

test('every minor version that can be installed has a release whose tags are known', () => {
  for (const { minor } of listKubernetesSupport()) {
    expect(componentTags(newestReleaseOf(minor))).toMatchObject({
      etcd: expect.stringMatching(/^3\./),
      coredns: expect.stringMatching(/^v?1\./),
      pause: expect.stringMatching(/^3\./),
    });
  }
  expect(() => newestReleaseOf(99)).toThrow('no release of Kubernetes 1.99 was read');
});
