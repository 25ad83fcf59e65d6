import { loadClientConfigProfile } from '@temporalio/envconfig';
import { devServerPaths, findDevServer } from '../dev/dev-server/state';
import { CliError } from './cli-error';
import { EXIT_CODES } from './exit-codes';

type Environment = Readonly<Record<string, string | undefined>>;

/** The Temporal service that this user works with, and the environment that makes a process work with it. */
export interface TemporalService {
  readonly kind: 'named' | 'dev';
  readonly address: string;
  readonly namespace: string;
  /** Known of the dev server, and of a named service where SLIPWAY_WEB_UI tells. */
  readonly uiUrl?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The service that Temporal's ordinary client configuration names: TEMPORAL_ADDRESS, or a profile's address. */
export function findNamedService(env: Environment): TemporalService | undefined {
  const { address, namespace = 'default' } = readClientConfig(env);
  if (address === undefined || address === '') return undefined;
  const uiUrl = env['SLIPWAY_WEB_UI'];
  return { kind: 'named', address, namespace, env, ...(uiUrl === undefined ? {} : { uiUrl }) };
}

/** The named service, else the dev server that runs; absent when there is neither. */
export function findService(env: Environment): TemporalService | undefined {
  const named = findNamedService(env);
  if (named !== undefined) return named;
  const running = findDevServer(env);
  return running === undefined ? undefined : devService(running, env);
}

/** @throws CliError when there is no service */
export function requireService(env: Environment): TemporalService {
  const service = findService(env);
  if (service !== undefined) return service;
  throw new CliError(
    EXIT_CODES.noService,
    'no Temporal service: no dev server runs, and neither TEMPORAL_ADDRESS nor a Temporal profile names one',
    'start one with `slipway dev start`, or name one with TEMPORAL_ADDRESS',
  );
}

/** The dev server as a service; what else the environment says about Temporal does not apply to it. */
export function devService(
  { address, namespace, uiUrl }: { readonly address: string; readonly namespace: string; readonly uiUrl: string },
  env: Environment,
): TemporalService {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  const own = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_CONFIG_FILE: devServerPaths(env).clientConfig,
  };
  return { kind: 'dev', address, namespace, uiUrl, env: { ...Object.fromEntries(others), ...own } };
}

/** The SDK's own errors name neither the file nor what to do, and an empty file is a TypeError. */
function readClientConfig(env: Environment): ReturnType<typeof loadClientConfigProfile> {
  try {
    return loadClientConfigProfile({ overrideEnvVars: definedOnly(env) });
  } catch (error) {
    const file = env['TEMPORAL_CONFIG_FILE'] ?? 'temporal.toml';
    const why = error instanceof TypeError ? 'it holds no profile' : error instanceof Error ? error.message : error;
    throw new CliError(
      EXIT_CODES.badInput,
      `Temporal’s client configuration ${file} cannot be used: ${String(why).trim()}`,
      'mend the file or remove it (`temporal config list` reads the same one), or name another with TEMPORAL_CONFIG_FILE',
      { cause: error },
    );
  }
}

function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
