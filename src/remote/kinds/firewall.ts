import type { FirewallResource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';
import { firewallLibrary } from './firewall-library';
import type { Kind } from './kind';

const UFW_DIRECTORY = '/etc/ufw';

type Wishes = Pick<FirewallResource, 'interface' | 'ports' | 'trusted'>;

function callArguments({ interface: link, ports, trusted }: Wishes): string[] {
  const isProtocol = (port: string) => !port.includes('/');
  const withPorts = ports.filter((port) => !isProtocol(port));
  return [link, withPorts.join(' '), ports.filter(isProtocol).join(' '), trusted.join(' ')];
}

/** `ufwDirectory` is the node's own unless a test brings its own. */
export function checkFirewall(wishes: Wishes, ufwDirectory = UFW_DIRECTORY): ShellText {
  return sh`check_firewall ${[...callArguments(wishes), ufwDirectory]}`;
}

/** As `checkFirewall`. */
export function applyFirewall(wishes: Wishes, ufwDirectory = UFW_DIRECTORY): ShellText {
  return sh`apply_firewall ${[...callArguments(wishes), ufwDirectory]}`;
}

export const firewall: Kind<FirewallResource> = {
  library: firewallLibrary,
  subject: () => 'firewall',
  check: (resource) => checkFirewall(resource),
  apply: (resource) => applyFirewall(resource),
};
