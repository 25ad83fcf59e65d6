import { defineSearchAttributeKey } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Cluster } from '../config/cluster';
import type { Fence } from '../plan/fence';
import type { InstallPlan, NodePlan } from '../plan/install-plan';
import type { EtcdHealth, NodeDiff, ReadyReport, SmokeTestReport } from '../activities/contract';
import type { CarriedRun } from './carried-run';
import type { WaitingStateName } from './waiting-states';

/** Task queue that workflows and activities of the default site poll; other sites poll `slipway-<site>`. */
export const TASK_QUEUE = 'slipway';

/** Task queue of a site's workers, next to the one that the workflows poll. */
export function siteTaskQueue(taskQueue: string, site: string): string {
  return site === 'default' ? taskQueue : `${taskQueue}-${site}`;
}

/** One workflow id per cluster: changes of one cluster never run side by side within a namespace. */
export function installWorkflowId(clusterName: string): string {
  return `slipway/${clusterName}`;
}

/** Name of a branch that is the cluster's, not one node's, for `retry` and `abort`: no node can have this name. */
export function clusterBranchName(phase: PhaseName): string {
  return `@${phase}`;
}

/** Search attributes, all Keyword; a run goes on without them where the namespace does not have them. */
export const SEARCH_ATTRIBUTES = {
  cluster: defineSearchAttributeKey('SlipwayCluster', 'KEYWORD'),
  phase: defineSearchAttributeKey('SlipwayPhase', 'KEYWORD'),
  health: defineSearchAttributeKey('SlipwayHealth', 'KEYWORD'),
} as const;

export interface InstallInput {
  readonly cluster: Cluster;
  /** SHA-256 of the cluster file's meaning; a running install refuses another one. */
  readonly clusterDigest: string;
  /** The namespace has the search attributes; without this the run does not touch them. */
  readonly searchAttributes?: boolean;
  /** Names the Temporal service, where it has a name: another one may run a workflow of the same id. */
  readonly service?: string;
  /** What an execution whose history had grown long hands to the one that goes on in its place. */
  readonly carried?: CarriedRun;
}

/** Who holds a node in the name of a run: `<namespace>@<service>/<workflowId>/<runId>`. */
export function holderName(
  { namespace, workflowId, runId }: { readonly namespace: string; readonly workflowId: string; readonly runId: string },
  service: string | undefined,
): string {
  return `${namespace}${service === undefined ? '' : `@${service}`}/${workflowId}/${runId}`;
}

/** What a run does to a cluster; runs of one cluster share its workflow id. */
export type Operation = 'install' | 'reset';

export type PhaseName =
  | 'facts'
  | 'preflight'
  | 'prepare'
  | 'runtime'
  | 'load-balancer'
  | 'kubernetes'
  | 'images'
  | 'etcd'
  | 'init'
  | 'cni'
  | 'join'
  | 'etcd-health'
  | 'nodes-ready'
  | 'labels'
  | 'smoke-test'
  | 'drain'
  | 'etcd-member'
  | 'reset'
  | 'node-object';

export type PhaseState = 'waiting' | 'running' | 'done' | 'nothing-to-do' | 'parked' | 'failed';

/** What a person sees of a run; the answer of the `status` query and of `slipway status`. */
export interface RunStatus {
  readonly cluster: string;
  readonly clusterDigest: string;
  /** Absent: an install. */
  readonly operation?: Operation;
  readonly phases: readonly {
    readonly name: PhaseName;
    readonly state: PhaseState;
    readonly startedAtMs?: number;
    readonly endedAtMs?: number;
  }[];
  /** node -> phase -> state, for the node x phase table. */
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly state: PhaseState;
        readonly phases: Readonly<Partial<Record<PhaseName, PhaseState>>>;
        readonly note?: string;
      }
    >
  >;
  readonly gates: readonly Gate[];
  readonly parked: readonly ParkedBranch[];
  /** Present while a person holds the run: what runs comes to its end, nothing new begins. */
  readonly hold?: HoldState;
  /** Everything that waits, what a person can end first. */
  readonly waits: readonly Wait[];
  /** What runs now, the oldest first. */
  readonly running: readonly RunningWork[];
  /** One sentence: what the run as a whole waits for and how to answer; absent while it works. */
  readonly waitsFor?: string;
  readonly health: 'working' | 'waiting' | 'parked' | 'held' | 'stopping' | 'failed' | 'done';
  /** The latest things worth telling (who approved what, join material issued again), oldest first. */
  readonly notices?: readonly { readonly atMs: number; readonly text: string }[];
  /** The run goes on in a newer execution of the same workflow id: ask that one. */
  readonly continued?: true;
}

/** Something that waits. */
export interface Wait {
  /** Its name in docs/reference/patience.md. */
  readonly state: WaitingStateName;
  /** A node, or the name of a branch; absent: the run as a whole. */
  readonly node?: string;
  /** What is waited for, and how to end it where a person can. */
  readonly text: string;
  readonly sinceMs: number;
  /** When it ends by itself; absent: it has no deadline. */
  readonly deadline?: Deadline;
}

export interface Deadline {
  readonly atMs: number;
  /** What happens then, as a clause: `the run fails`. */
  readonly outcome: string;
}

/** An activity, or the workflow of a node, that has begun and not ended. */
export interface RunningWork {
  /** A node, or what else it is about. */
  readonly about: string;
  readonly title: string;
  readonly sinceMs: number;
}

/** Who holds a run. */
export interface HoldState {
  readonly who: string;
  readonly why?: string;
  readonly sinceMs: number;
}

/** Something that a person must approve, exactly as it will be done. */
export interface Gate {
  readonly id: string;
  readonly kind: 'wipe' | 'take-over' | 'reset' | 'recover-etcd' | 'pod-network';
  readonly digest: string;
  readonly title: string;
  /** Node -> what will be destroyed. */
  readonly items: readonly { readonly node: string; readonly items: readonly string[] }[];
  readonly openedAtMs: number;
  /** What happens without an answer, and when; absent: nothing. */
  readonly deadline?: Deadline;
}

/** A node's branch that cannot go on by itself; the rest of the run goes on. */
export interface ParkedBranch {
  readonly node: string;
  readonly phase: PhaseName;
  /** Stable name of the cause, e.g. `StepNotConverged`. */
  readonly type: string;
  readonly cause: string;
  readonly fix: string;
  readonly sinceMs: number;
  /** What happens without an answer, and when; absent: nothing. */
  readonly deadline?: Deadline;
}

export interface GateAnswer {
  /** Digest of the plan that the person saw. */
  readonly digest: string;
  readonly who: string;
  readonly why?: string;
}

export interface BranchAnswer {
  readonly node: string;
  readonly who: string;
  readonly why?: string;
}

/** To abort, hold or release a run as a whole. */
export interface RunAnswer {
  readonly who: string;
  readonly why?: string;
}

export interface JoinRun {
  readonly clusterDigest: string;
  /** Absent: an install. */
  readonly operation?: Operation;
}

export const approveUpdate = defineUpdate<RunStatus, [GateAnswer]>('approve');
export const rejectUpdate = defineUpdate<RunStatus, [GateAnswer]>('reject');
export const retryUpdate = defineUpdate<RunStatus, [BranchAnswer]>('retry');
export const skipUpdate = defineUpdate<RunStatus, [BranchAnswer]>('skip');
export const abortUpdate = defineUpdate<RunStatus, [RunAnswer]>('abort');
export const holdUpdate = defineUpdate<RunStatus, [RunAnswer]>('hold');
export const releaseUpdate = defineUpdate<RunStatus, [RunAnswer]>('release');
/** A second start of what runs already: the same operation and digest join, others are refused by the validator. */
export const joinRunUpdate = defineUpdate<RunStatus, [JoinRun]>('joinRun');

export const approveSignal = defineSignal<[GateAnswer]>('approve');
export const rejectSignal = defineSignal<[GateAnswer]>('reject');
export const retrySignal = defineSignal<[BranchAnswer]>('retry');
export const skipSignal = defineSignal<[BranchAnswer]>('skip');
export const abortSignal = defineSignal<[RunAnswer]>('abort');
export const holdSignal = defineSignal<[RunAnswer]>('hold');
export const releaseSignal = defineSignal<[RunAnswer]>('release');

export const statusQuery = defineQuery<RunStatus>('status');

/** What an install ends with. */
export interface InstallResult {
  readonly outcome: 'installed' | 'nothing-to-do' | 'rejected';
  /** What the fences of the cluster's nodes carry; the same in every run. */
  readonly clusterUid?: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly changedSteps: readonly string[];
    readonly membership: NodePlan['membership'];
    readonly skipped?: boolean;
  }[];
  readonly etcd?: EtcdHealth;
  readonly smokeTest?: SmokeTestReport;
  readonly phases: readonly { readonly name: PhaseName; readonly tookMs: number }[];
  readonly fence?: Fence;
  /** Exec round trips that looking at the nodes took, by node. */
  readonly roundTrips?: Readonly<Record<string, number>>;
}

export interface PlanInput {
  readonly cluster: Cluster;
  /** As an install's. */
  readonly service?: string;
  /** Nodes whose file diffs are wanted; diffs of many nodes do not fit one workflow. */
  readonly diff: readonly string[];
}

/** What `install` would do; nothing was changed to find out. */
export interface PlanReport {
  readonly plan: InstallPlan;
  readonly diffs: readonly NodeDiff[];
  readonly roundTrips: Readonly<Record<string, number>>;
}

export interface HealthInput {
  readonly cluster: Cluster;
}

export interface HealthReport {
  readonly healthy: boolean;
  readonly etcd?: EtcdHealth;
  readonly nodes?: ReadyReport;
  readonly problems: readonly string[];
}

export interface KubeconfigInput {
  readonly cluster: Cluster;
  /** X25519, SPKI DER, base64: only the holder of its private half can read the answer. */
  readonly publicKey: string;
}
