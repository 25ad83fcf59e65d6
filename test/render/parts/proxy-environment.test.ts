import { proxyEnvironment } from '../../../src/render/parts/proxy-environment';
import { haCluster, nodeOf } from '../../fakes/clusters';

const environmentOf = (spec: { proxy?: object }) => {
  const cluster = haCluster(spec);
  return proxyEnvironment(cluster, nodeOf(cluster, 'w-1'));
};

const A = 'http://a.example.com:3128';
const B = 'http://b.example.com:3128';

describe('proxyEnvironment', () => {
  it('is nothing without a proxy', () => {
    expect(environmentOf({})).toBeUndefined();
  });

  it.each([
    ['both', { http: A, https: B }, A, B],
    ['http alone', { http: A }, A, A],
    ['https alone', { https: B }, B, B],
  ])('has an address for either scheme where the file gives %s', (_, proxy, http, https) => {
    expect(environmentOf({ proxy })).toEqual({
      HTTP_PROXY: http,
      HTTPS_PROXY: https,
      NO_PROXY: 'localhost,127.0.0.1,::1,w-1,10.0.0.21,10.0.0.100,10.96.0.0/12,10.244.0.0/16,.svc,.cluster.local',
    });
  });
});
