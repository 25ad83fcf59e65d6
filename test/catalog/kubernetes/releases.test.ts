import { componentTags } from '../../../src/catalog/kubernetes/releases';

describe('componentTags', () => {
  it.each([
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
    expect(componentTags('v1.32.7')).toEqual({ coredns: 'v1.11.3', pause: '3.10' });
    expect(componentTags('v1.34.3')).toEqual({ etcd: '3.6.5-0', coredns: 'v1.12.1', pause: '3.10.1' });
  });

  it('does not guess the etcd and CoreDNS of a release newer than those that were read', () => {
    expect(componentTags('v1.34.99')).toEqual({ pause: '3.10.1' });
    expect(componentTags('v1.99.0')).toEqual({});
  });
});
