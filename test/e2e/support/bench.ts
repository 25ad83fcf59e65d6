import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { createLab, type ClusterFileOptions, type Lab, type LabOptions } from '../../../lab';
import { TASK_QUEUE } from '../../../src/workflows/messages';
import { createSlipwayClient, type RunStatus, type SlipwayClient } from '../../../src/client';

const PROGRAM = resolve(__dirname, '../../../dist/src/cli/main.js');

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** Machines, a Temporal dev server with a database of its own, and worker processes: all of it the test's alone. */
export interface Bench {
  readonly lab: Lab;
  readonly cluster: string;
  /** Path of the cluster file. */
  readonly file: string;
  readonly temporal: Client;
  readonly slipway: SlipwayClient;
  up(): Promise<void>;
  /** Removes everything, also what a failed `up` left. */
  down(): Promise<void>;
  /** The `slipway` command, as a process. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Writes the cluster file anew. */
  want(options: ClusterFileOptions): Promise<void>;
  /** The status of the run, once it satisfies the condition; throws with what a person is told after the time is up. */
  awaitStatus(what: string, timeoutMs: number, condition: (status: RunStatus) => boolean): Promise<RunStatus>;
  /** Output of a command that root runs on a machine without SSH. */
  stdoutOf(machine: string, ...argv: readonly string[]): Promise<string>;
}

/** A bench whose lab, cluster and directory carry the lab's name; nothing is started yet. */
export function createBench(options: LabOptions): Bench {
  const lab = createLab(options);
  const directory = mkdtempSync(join(tmpdir(), `slipway-${options.name}-`));
  const file = join(directory, 'cluster.yaml');
  const run = (...args: readonly string[]) => runSlipway(args, environmentFor(directory));
  let opened: { readonly connection: Connection; readonly temporal: Client; readonly slipway: SlipwayClient };

  const connect = async (): Promise<void> => {
    const { service } = JSON.parse((await run('dev', 'status', '--output', 'json')).stdout) as {
      service: { address: string; namespace: string };
    };
    const connection = await Connection.connect({ address: service.address });
    const temporal = new Client({ connection, namespace: service.namespace });
    await pollUntil(
      'workers poll',
      120_000,
      () => connection.workflowService.describeTaskQueue(queueOf(service.namespace)),
      hasPollers,
    );
    opened = { connection, temporal, slipway: await createSlipwayClient({ client: temporal }) };
  };

  const bench: Bench = {
    lab,
    cluster: options.name,
    file,
    run,
    get temporal() {
      return opened.temporal;
    },
    get slipway() {
      return opened.slipway;
    },
    up: async () => {
      await lab.up();
      await bench.want({});
      const { exitCode, stderr } = await run('dev', 'start');
      if (exitCode !== 0) throw new Error(`slipway dev start: ${stderr}`);
      await connect();
    },
    down: async () => {
      await opened?.connection.close();
      await run('dev', 'stop');
      await lab.down();
      await rm(directory, { recursive: true, force: true });
    },
    want: async (fileOptions) => writeFile(file, await lab.clusterYaml(fileOptions)),
    awaitStatus: (what, timeoutMs, condition) =>
      pollUntil(what, timeoutMs, () => opened.slipway.status(options.name), condition).catch(async (error: unknown) => {
        // The status as data is longer than what is shown of a failed test.
        const { stdout, stderr } = await run('status', options.name);
        throw new Error(`${what}: not within ${timeoutMs / 1000} s; the run says:\n${stdout}${stderr}`, {
          cause: error,
        });
      }),
    stdoutOf: async (machine, ...argv) => (await lab.exec(machine, argv)).stdout.trim(),
  };
  return bench;
}

const queueOf = (namespace: string) => ({ namespace, taskQueue: { name: TASK_QUEUE } });
const hasPollers = ({ pollers }: { readonly pollers?: readonly unknown[] | null }) => (pollers ?? []).length > 0;

/** What `look` gives, once it satisfies the condition; a look that fails counts as not yet. */
export async function pollUntil<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T>,
  condition: (seen: T) => boolean,
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look().catch((error: unknown) => ({ error }));
    if (!isFailure(seen) && condition(seen)) return seen;
    if (Date.now() > deadlineMs) {
      const last = isFailure(seen) ? String(seen.error) : JSON.stringify(seen, undefined, 1);
      throw new Error(`${what}: not within ${timeoutMs / 1000} s; last seen: ${last}`);
    }
    await sleep(1_000);
  }
}

function isFailure(seen: unknown): seen is { readonly error: unknown } {
  return typeof seen === 'object' && seen !== null && 'error' in seen;
}

/** State of its own, and no Temporal service but the one that is started there. */
function environmentFor(directory: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return {
    ...Object.fromEntries(others),
    XDG_STATE_HOME: directory,
    TEMPORAL_CONFIG_FILE: join(directory, 'no-profile.toml'),
  };
}

function runSlipway(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const startedAtMs = Date.now();
  return new Promise((resolved, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolved({ exitCode: code ?? -1, ...output, tookMs: Date.now() - startedAtMs }));
  });
}
