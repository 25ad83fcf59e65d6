import { HEADER } from './parts/header';

/** /etc/NetworkManager/conf.d/*.conf: interfaces, as patterns, that NetworkManager neither configures nor takes down. */
export function renderNetworkManagerConf(interfaces: readonly string[]): string {
  const devices = interfaces.map((pattern) => `interface-name:${pattern}`);
  return `${HEADER}[keyfile]\nunmanaged-devices+=${devices.join(';')}\n`;
}
