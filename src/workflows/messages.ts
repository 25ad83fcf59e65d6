import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Cluster } from '../config/cluster';
import type { Fence } from '../plan/fence';
import type { EtcdHealth, SmokeTestReport } from '../activities/contract';

/** Task queue that workflows and activities of the default site poll; other sites poll `slipway-<site>`. */
export const TASK_QUEUE = 'slipway';

export interface InstallInput {
  readonly cluster: Cluster;
  /** SHA-256 of the cluster file's meaning; a running install refuses another one. */
  readonly clusterDigest: string;
}

export type PhaseName =
  | 'facts'
  | 'preflight'
  | 'prepare'
  | 'runtime'
  | 'load-balancer'
  | 'kubernetes'
  | 'images'
  | 'init'
  | 'cni'
  | 'join'
  | 'etcd-health'
  | 'nodes-ready'
  | 'labels'
  | 'smoke-test';

export type PhaseState = 'waiting' | 'running' | 'done' | 'nothing-to-do' | 'parked' | 'failed';

/** What a person sees of a run; the answer of the `status` query and of `slipway status`. */
export interface RunStatus {
  readonly cluster: string;
  readonly clusterDigest: string;
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
  /** One sentence: what the run waits for and how to answer; absent while it works. */
  readonly waitsFor?: string;
  readonly health: 'working' | 'waiting' | 'parked' | 'failed' | 'done';
}

/** Something that a person must approve, exactly as it will be done. */
export interface Gate {
  readonly id: string;
  readonly kind: 'wipe' | 'take-over';
  readonly digest: string;
  readonly title: string;
  /** Node -> what will be destroyed. */
  readonly items: readonly { readonly node: string; readonly items: readonly string[] }[];
  readonly openedAtMs: number;
}

/** A node's branch that cannot go on by itself; the rest of the run goes on. */
export interface ParkedBranch {
  readonly node: string;
  readonly phase: PhaseName;
  readonly cause: string;
  readonly fix: string;
  readonly sinceMs: number;
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

export interface AbortAnswer {
  readonly who: string;
  readonly why?: string;
}

export const approveUpdate = defineUpdate<RunStatus, [GateAnswer]>('approve');
export const rejectUpdate = defineUpdate<RunStatus, [GateAnswer]>('reject');
export const retryUpdate = defineUpdate<RunStatus, [BranchAnswer]>('retry');
export const skipUpdate = defineUpdate<RunStatus, [BranchAnswer]>('skip');
export const abortUpdate = defineUpdate<RunStatus, [AbortAnswer]>('abort');
/** A second `slipway install` of a running cluster: same digest joins, another is refused by the validator. */
export const joinRunUpdate = defineUpdate<RunStatus, [{ readonly clusterDigest: string }]>('joinRun');

export const approveSignal = defineSignal<[GateAnswer]>('approve');
export const rejectSignal = defineSignal<[GateAnswer]>('reject');
export const retrySignal = defineSignal<[BranchAnswer]>('retry');
export const skipSignal = defineSignal<[BranchAnswer]>('skip');
export const abortSignal = defineSignal<[AbortAnswer]>('abort');

export const statusQuery = defineQuery<RunStatus>('status');

/** What an install ends with. */
export interface InstallResult {
  readonly outcome: 'installed' | 'nothing-to-do' | 'rejected';
  readonly clusterUid?: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly changedSteps: readonly string[];
    readonly membership: 'init' | 'join' | 'none';
    readonly skipped?: boolean;
  }[];
  readonly etcd?: EtcdHealth;
  readonly smokeTest?: SmokeTestReport;
  readonly phases: readonly { readonly name: PhaseName; readonly tookMs: number }[];
  readonly fence?: Fence;
  /** Exec round trips that looking at the nodes took, by node. */
  readonly roundTrips?: Readonly<Record<string, number>>;
}
