import { setTimeout as delay } from 'node:timers/promises';
import { isProcessAlive, type ProcessIdentity } from '../process-identity';
import { runCommand, type CommandResult } from '../run-command';
import { DEV_SERVER_NAMESPACE, RETENTION } from './flags';

/** Between looks whether the server serves. */
const POLL_MS = 100;
/** One call of the Temporal CLI to a server on the same machine. */
const COMMAND_TIMEOUT_MS = 10_000;

/** How to speak to one running dev server. */
export interface Operator {
  readonly temporalCli: string;
  readonly address: string;
}

/** Whether the dev server's frontend says that it serves. */
export async function isServing(operator: Operator): Promise<boolean> {
  return (await operate(operator, ['operator', 'cluster', 'health'])).code === 0;
}

/**
 * Returns when the dev server serves and its namespace is there.
 * @throws when the process ends before, or after `timeoutMs`
 */
export async function waitUntilServing(
  operator: Operator,
  server: ProcessIdentity,
  timeoutMs: number,
  logFile: string,
): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  while (!(await isServing(operator)) || !(await hasNamespace(operator))) {
    if (!isProcessAlive(server)) throw new Error(`the Temporal dev server ended at its start; see ${logFile}`);
    if (Date.now() >= deadlineMs) {
      throw new Error(
        `the Temporal dev server at ${operator.address} does not serve after ${timeoutMs / 1000} s; see ${logFile}`,
      );
    }
    await delay(POLL_MS);
  }
}

/** Closed runs stay readable for 90 days. @throws when the dev server refuses */
export async function keepHistories(operator: Operator): Promise<void> {
  const { code, stderr } = await operate(
    operator,
    ['operator', 'namespace', 'update', '--namespace', DEV_SERVER_NAMESPACE].concat('--retention', RETENTION),
  );
  if (code !== 0) throw new Error(`the retention of namespace ${DEV_SERVER_NAMESPACE} cannot be set: ${stderr.trim()}`);
}

async function hasNamespace(operator: Operator): Promise<boolean> {
  const described = await operate(operator, ['operator', 'namespace', 'describe', '--namespace', DEV_SERVER_NAMESPACE]);
  return described.code === 0;
}

function operate({ temporalCli, address }: Operator, args: readonly string[]): Promise<CommandResult> {
  return runCommand(temporalCli, [...args, '--address', address], {
    env: withoutTemporalSettings(process.env),
    timeoutMs: COMMAND_TIMEOUT_MS,
  });
}

/** The dev server's own commands must not reach another service, nor present another one's credentials. */
export function withoutTemporalSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return { ...Object.fromEntries(kept), TEMPORAL_CONFIG_FILE: '/dev/null' };
}
