import type { Client } from '@temporalio/client';
import type { Cluster } from '../config/cluster';
import type { ResetPlan } from '../plan/reset-plan';
import type { BranchAnswer, GateAnswer, HealthReport, PlanReport, RunAnswer, RunStatus } from '../workflows/messages';
import type { RunResult } from '../workflows/messages-of-reset';
import { answerRun } from './answer-run';
import { connectClient } from './connect';
import { checkHealth, fetchKubeconfig, planCluster, planReset } from './read-cluster';
import { readStatus } from './read-status';
import { ensureSearchAttributes } from './search-attributes';
import { startInstall } from './start-install';
import { type ResetOptions, startReset } from './start-reset';
import type { StartedRun, WantedCluster } from './start-run';
import { watchRun, type WatchOptions } from './watch-run';
import { devServerWebUi, webUiLink } from './web-ui-link';

/** Everything that a person can do with clusters, over Temporal alone: no SSH. Clusters are named by their names. */
export interface SlipwayClient {
  /** Starts an install, or joins the one that runs for the same file. Throws AnswerRefused for another file. */
  install(wanted: WantedCluster): Promise<StartedRun>;
  /** Starts a reset, or joins the one that runs for the same. Throws AnswerRefused when anything else of it runs. */
  reset(wanted: WantedCluster, options?: ResetOptions & { readonly approval?: GateAnswer }): Promise<StartedRun>;
  /** Tells every change until the run ends; its result. Throws RunFailed, RunNotFound. */
  watch(cluster: string, options: WatchOptions): Promise<RunResult>;
  /** Throws NoWorkerAnswers, RunNotFound. */
  status(cluster: string): Promise<RunStatus>;
  /** Approves what the gate of that digest shows. This and the next six throw AnswerRefused, NoWorkerAnswers, RunNotFound. */
  approve(cluster: string, answer: GateAnswer): Promise<RunStatus>;
  reject(cluster: string, answer: GateAnswer): Promise<RunStatus>;
  retry(cluster: string, answer: BranchAnswer): Promise<RunStatus>;
  skip(cluster: string, answer: BranchAnswer): Promise<RunStatus>;
  abort(cluster: string, answer: RunAnswer): Promise<RunStatus>;
  /** Lets what runs come to its end and begins nothing new until `release`. */
  hold(cluster: string, answer: RunAnswer): Promise<RunStatus>;
  release(cluster: string, answer: RunAnswer): Promise<RunStatus>;
  /** What an install would change; reads only, works beside a run. */
  plan(cluster: Cluster): Promise<PlanReport>;
  /** What a reset would do and destroy; its digest may approve a reset that is started later. Reads only. */
  planReset(cluster: Cluster, options?: ResetOptions): Promise<ResetPlan>;
  health(cluster: Cluster): Promise<HealthReport>;
  /** The admin kubeconfig, opened here. Secret. */
  kubeconfig(cluster: Cluster): Promise<string>;
  /** False where the namespace cannot have them. */
  ensureSearchAttributes(): Promise<boolean>;
  webUiLink(workflowId: string, runId?: string): string;
  close(): Promise<void>;
}

export interface SlipwayClientOptions {
  /** A Temporal client to use; by default one is made from Temporal's ordinary configuration, and closed by `close`. */
  readonly client?: Client;
  /** Base URL of the Web UI. Default: where a dev server at that address has it. */
  readonly webUi?: string;
}

/** Throws TemporalUnreachable. */
export async function createSlipwayClient(options: SlipwayClientOptions = {}): Promise<SlipwayClient> {
  const opened = options.client === undefined ? await connectClient() : undefined;
  const client = options.client ?? opened?.client;
  if (client === undefined) throw new Error('no Temporal client: neither given nor made');
  const webUi = options.webUi ?? devServerWebUi(opened?.address ?? 'localhost:7233');
  return {
    install: (wanted) => startInstall(client, wanted),
    reset: (wanted, wish = {}) => startReset(client, wanted, wish),
    watch: (cluster, watching) => watchRun(client, cluster, watching),
    status: (cluster) => readStatus(client, cluster),
    approve: (cluster, answer) => answerRun(client, cluster, 'approve', answer),
    reject: (cluster, answer) => answerRun(client, cluster, 'reject', answer),
    retry: (cluster, answer) => answerRun(client, cluster, 'retry', answer),
    skip: (cluster, answer) => answerRun(client, cluster, 'skip', answer),
    abort: (cluster, answer) => answerRun(client, cluster, 'abort', answer),
    hold: (cluster, answer) => answerRun(client, cluster, 'hold', answer),
    release: (cluster, answer) => answerRun(client, cluster, 'release', answer),
    plan: (cluster) => planCluster(client, cluster),
    planReset: (cluster, wish = {}) => planReset(client, cluster, wish),
    health: (cluster) => checkHealth(client, cluster),
    kubeconfig: (cluster) => fetchKubeconfig(client, cluster),
    ensureSearchAttributes: () => ensureSearchAttributes(client),
    webUiLink: (workflowId, runId) => webUiLink({ webUi, namespace: client.options.namespace }, workflowId, runId),
    close: async () => opened?.close(),
  };
}
