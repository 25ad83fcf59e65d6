import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Slipway keeps what must survive a reboot: databases, logs, kubeconfigs. Not created here. */
export function stateDirectory(env: Environment = process.env): string {
  return join(absoluteOr(env['XDG_STATE_HOME'], join(homedir(), '.local', 'state')), 'slipway');
}

/** Where Slipway keeps what can be fetched or built again. Not created here. */
export function cacheDirectory(env: Environment = process.env): string {
  return join(absoluteOr(env['XDG_CACHE_HOME'], join(homedir(), '.cache')), 'slipway');
}

/** The XDG base directory specification: a relative path counts as not set. */
function absoluteOr(value: string | undefined, fallback: string): string {
  return value?.startsWith('/') === true ? value : fallback;
}
