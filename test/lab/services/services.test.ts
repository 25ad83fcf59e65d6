import { serviceUrls } from '../../../lab/services/services';

test('the services of a lab are on the gateway of its network', () => {
  expect(serviceUrls('10.89.66')).toEqual({
    registryUrl: 'http://10.89.66.1:5000',
    mirrorUrl: 'http://10.89.66.1:8080',
    proxyUrl: 'http://10.89.66.1:3128',
  });
});
