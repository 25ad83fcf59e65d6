import type { DeepReadonly, NodeSsh, SshHop } from './cluster';
import type { SshFile } from './schema/ssh';

type Settings = DeepReadonly<SshFile>;
type HopSettings = DeepReadonly<Omit<SshFile, 'sudo' | 'bastion'>>;

const KNOWN_HOSTS = { file: '~/.ssh/known_hosts' };

/** The settings of one node: `layers` from the farthest (spec.ssh) to the nearest (the node), merged key by key. */
export function resolveSsh(host: string, layers: readonly Settings[]): NodeSsh {
  const { sudo, bastion, ...settings } = Object.assign({}, ...layers) as Settings;
  const hop = resolveHop(host, settings);
  return {
    ...hop,
    sudo: sudo ?? (hop.user === 'root' ? 'none' : 'passwordless'),
    ...(bastion === undefined || bastion === 'none' ? {} : { bastion: resolveBastion(bastion, hop) }),
  };
}

function resolveHop(host: string, settings: HopSettings): SshHop {
  const { privateKey, passphrase, password } = settings;
  return {
    host,
    port: settings.port ?? 22,
    user: settings.user ?? 'root',
    ...(privateKey && { privateKey }),
    ...(passphrase && { passphrase }),
    agent: settings.agent ?? !hasCredentials(settings),
    ...(password && { password }),
    knownHosts: settings.knownHosts ?? KNOWN_HOSTS,
    hostKeys: settings.hostKeys ?? [],
    trustOnFirstUse: settings.trustOnFirstUse ?? false,
  };
}

function hasCredentials(settings: HopSettings): boolean {
  return settings.privateKey !== undefined || settings.password !== undefined;
}

/** A bastion is another machine: the node's password, port and pinned keys are never tried on it. */
function resolveBastion(bastion: HopSettings & { readonly host: string }, node: SshHop): SshHop {
  const { user, agent, privateKey, passphrase, knownHosts, trustOnFirstUse } = node;
  const credentials =
    hasCredentials(bastion) || bastion.agent !== undefined
      ? {}
      : { agent, ...(privateKey && { privateKey }), ...(passphrase && { passphrase }) };
  return resolveHop(bastion.host, { user, knownHosts, trustOnFirstUse, ...credentials, ...bastion });
}
