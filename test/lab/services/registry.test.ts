import { renderRegistryConfig } from '../../../lab/services/registry';

test('a lab’s registry serves on one address and takes nothing', () => {
  const config = JSON.parse(renderRegistryConfig('/var/cache/registry', '10.89.64.1:5000', true));
  expect(config.http).toEqual({ addr: '10.89.64.1:5000' });
  expect(config.storage.filesystem).toEqual({ rootdirectory: '/var/cache/registry' });
  expect(config.storage.maintenance.readonly).toEqual({ enabled: true });
});
