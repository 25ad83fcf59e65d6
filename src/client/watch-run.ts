import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { InstallInput, RunStatus } from '../workflows/messages';
import type { RunResult } from '../workflows/messages-of-reset';
import { installWorkflowId } from '../workflows/messages';
import { NoWorkerAnswers, TemporalAway } from './errors';
import { isServiceAway } from './grpc-code';
import { readStatus } from './read-status';
import { runFailure } from './run-failure';

/** What a watcher is told: the state of the run when it changed, or that nobody can tell it now. */
export type WatchEvent =
  | { readonly kind: 'status'; readonly status: RunStatus }
  | { readonly kind: 'silence'; readonly message: string };

export interface WatchOptions {
  readonly onChange: (event: WatchEvent) => void;
  readonly runId?: string;
  readonly pollEveryMs?: number;
}

/** A person sees no difference to less. */
const POLL_EVERY_MS = 1_000;

/**
 * Tells every change of a run until it ends; then its result. Throws RunFailed when the run ended without one, and
 * RunNotFound. Never silent: where no worker polls, or Temporal is away, it says so, and goes on when that is over.
 */
export async function watchRun(client: Client, cluster: string, options: WatchOptions): Promise<RunResult> {
  const { onChange, runId, pollEveryMs = POLL_EVERY_MS } = options;
  const handle = client.workflow.getHandle<(input: InstallInput) => Promise<RunResult>>(
    installWorkflowId(cluster),
    runId,
  );
  let isOver = false;
  let wake: () => void = () => undefined;
  const outcome = awaitOutcome(handle, pollEveryMs);
  void outcome.then(() => {
    isOver = true;
    wake();
  });
  const tell = tellChanges(onChange);
  let lookAt = runId;
  for (;;) {
    const last = isOver;
    const seen = await look(client, cluster, lookAt);
    // An execution that another one has taken over from answers for ever as it stood then.
    if (seen.kind === 'status' && seen.status.continued === true) lookAt = undefined;
    else {
      tell(seen);
      if (last) break;
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (isOver) resolve();
      setTimeout(resolve, pollEveryMs);
    });
  }
  const ended = await outcome;
  if ('result' in ended) return ended.result;
  throw runFailure(ended.error);
}

type Outcome = { readonly result: RunResult } | { readonly error: unknown };

/** How the run ended, however long the service is away meanwhile. */
async function awaitOutcome(handle: WorkflowHandle<() => Promise<RunResult>>, retryEveryMs: number): Promise<Outcome> {
  for (;;)
    try {
      return { result: await handle.result() };
    } catch (error) {
      if (!isServiceAway(error)) return { error };
      await sleep(retryEveryMs);
    }
}

async function look(client: Client, cluster: string, runId: string | undefined): Promise<WatchEvent> {
  try {
    return { kind: 'status', status: await readStatus(client, cluster, runId) };
  } catch (error) {
    if (error instanceof NoWorkerAnswers || error instanceof TemporalAway)
      return { kind: 'silence', message: error.message };
    throw error;
  }
}

function tellChanges(onChange: (event: WatchEvent) => void): (event: WatchEvent) => void {
  let told = '';
  return (event) => {
    const text = JSON.stringify(event);
    if (text === told) return;
    told = text;
    onChange(event);
  };
}
