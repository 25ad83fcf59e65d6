import type { FirewallResource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';
import { FIREWALL_RECORD } from '../places';
import { firewallLibrary } from './firewall-library';
import type { Kind } from './kind';

interface Places {
  readonly ufwDirectory: string;
  /** What Slipway itself has let through. */
  readonly record: string;
}

const PLACES: Places = { ufwDirectory: '/etc/ufw', record: FIREWALL_RECORD };

type Wishes = Pick<FirewallResource, 'interface' | 'ports' | 'trusted'>;

function callArguments({ interface: link, ports, trusted }: Wishes): string[] {
  const isProtocol = (port: string) => !port.includes('/');
  const withPorts = ports.filter((port) => !isProtocol(port));
  return [link, withPorts.join(' '), ports.filter(isProtocol).join(' '), trusted.join(' ')];
}

/** The places are the node's own unless a test brings its own. */
export function checkFirewall(wishes: Wishes, { ufwDirectory, record } = PLACES): ShellText {
  return sh`check_firewall ${[...callArguments(wishes), ufwDirectory, record]}`;
}

/** As `checkFirewall`. */
export function applyFirewall(wishes: Wishes, { ufwDirectory, record } = PLACES): ShellText {
  return sh`apply_firewall ${[...callArguments(wishes), ufwDirectory, record]}`;
}

export const firewall: Kind<FirewallResource> = {
  library: firewallLibrary,
  subject: () => 'firewall',
  check: (resource) => checkFirewall(resource),
  apply: (resource) => applyFirewall(resource),
  // A lost connection would leave half of the rules, and each call of firewalld takes seconds on a slow machine.
  isLong: () => true,
};
