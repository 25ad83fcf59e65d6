import { readFile } from 'node:fs/promises';
import { createSlipwayClient, parseCluster } from '../../src';
import type { Lab } from '../lab';
import { askSlipway } from '../start/slipway';

/** What one install by Slipway took. */
export interface Measured {
  readonly outcome: string;
  /** From the call that starts the run to its result. */
  readonly totalMs: number;
  /** From the same moment until a watcher saw every node Ready; absent when there was nothing to do. */
  readonly readyMs?: number;
  readonly phases: readonly { readonly name: string; readonly tookMs: number }[];
  readonly roundTrips: Readonly<Record<string, number>>;
}

/** Installs the lab's cluster through the local Temporal service, or finds nothing to do. */
export async function measureInstall(lab: Lab): Promise<Measured> {
  const parsed = parseCluster(await lab.clusterYaml());
  if (!parsed.ok) throw new Error(`the lab's cluster file is refused: ${JSON.stringify(parsed.problems)}`);
  const client = await createSlipwayClient();
  try {
    const startedAtMs = Date.now();
    let readyMs: number | undefined;
    const run = await client.install(parsed);
    const result = await client.watch(run.cluster, {
      runId: run.runId,
      pollEveryMs: 250,
      onChange: (event) => {
        const phase = event.kind === 'status' && event.status.phases.find(({ name }) => name === 'nodes-ready');
        if (phase && phase.state === 'done') readyMs ??= Date.now() - startedAtMs;
      },
    });
    const totalMs = Date.now() - startedAtMs;
    if ('operation' in result) throw new Error(`the run of ${run.cluster} was no install: ${result.operation}`);
    const { outcome, phases, roundTrips = {} } = result;
    return { outcome, totalMs, phases, roundTrips, ...(readyMs === undefined ? {} : { readyMs }) };
  } finally {
    await client.close();
  }
}

/** A local Temporal service serves and workers poll it; where this process finds them. */
export async function useLocalService(): Promise<{ readonly workerPids: readonly number[] }> {
  const started = await askSlipway(['dev', 'start'], () => undefined);
  if (started.exitCode !== 0) throw new Error('slipway dev start failed; run it by hand to see why');
  const { stdout } = await askSlipway(['dev', 'status', '--output', 'json'], () => undefined);
  const state = JSON.parse(stdout) as {
    service: { address: string; namespace: string };
    workers: readonly { pid?: number }[];
  };
  process.env['TEMPORAL_ADDRESS'] ??= state.service.address;
  process.env['TEMPORAL_NAMESPACE'] ??= state.service.namespace;
  return { workerPids: state.workers.flatMap(({ pid }) => (pid === undefined ? [] : [pid])) };
}

/** The most memory that a process ever had resident, in MiB, as the kernel counted it. */
export async function peakMemoryMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
}
