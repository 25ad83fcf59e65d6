import type { EtcdHealth } from '../activities/contract';
import type { ResetPlan } from '../plan/reset-plan';
import type { GateAnswer, InstallInput, InstallResult, PhaseName } from './messages';

/** What becomes of the nodes of a cluster, and by whose word. */
export interface ResetInput extends InstallInput {
  /** Absent: the whole cluster. */
  readonly nodes?: readonly string[];
  /** Whether pods are moved to other nodes before a node goes. */
  readonly drain: boolean;
  /** Given before the start, for the plan of that digest alone. */
  readonly approval?: GateAnswer;
}

/** What a reset ends with. */
export interface ResetResult {
  readonly operation: 'reset';
  readonly outcome: 'reset' | 'nothing-to-do' | 'rejected';
  readonly scope: ResetPlan['scope'];
  readonly nodes: readonly ResetNodeResult[];
  /** Of the cluster that goes on, where a control plane has left it. */
  readonly etcd?: EtcdHealth;
  readonly phases: readonly { readonly name: PhaseName; readonly tookMs: number }[];
}

/** What became of one node. */
export interface ResetNodeResult {
  readonly name: string;
  readonly removed: readonly string[];
  /** Why the machine is not reset: it did not answer, or a person went on without it. */
  readonly left?: 'unreachable' | 'skipped';
}

/** What a run of any operation ends with. */
export type RunResult = InstallResult | ResetResult;

/** What is asked of a plan of a reset. */
export type ResetPlanInput = Pick<ResetInput, 'cluster' | 'nodes' | 'drain' | 'service'>;
