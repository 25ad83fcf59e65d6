import { defineSignal } from '@temporalio/workflow';
import type { Cluster } from '../config/cluster';
import type { Fence } from '../plan/fence';
import type { NodePlan } from '../plan/install-plan';
import type { PhaseName } from './messages';

export interface InstallNodeInput {
  /** Scoped to the node. */
  readonly cluster: Cluster;
  readonly node: string;
  readonly fence: Fence;
  readonly membership: NodePlan['membership'];
  /** Control planes that may issue join material, best first; empty while the cluster is not up yet. */
  readonly issuers: readonly string[];
  /** Tell the parent of every phase; off in large clusters, where the parent's history must stay small. */
  readonly reports: boolean;
}

/** What a node's workflow did. */
export interface InstallNodeResult {
  readonly changedSteps: readonly string[];
}

/** Parent to child: the cluster answers, joins may begin. */
export const clusterUpSignal = defineSignal<[{ readonly issuers: readonly string[] }]>('clusterUp');

/** Parent to child: the etcd turn is yours. */
export const etcdTurnGrantedSignal = defineSignal('etcdTurnGranted');

/** Child to parent: may this node change the etcd membership? */
export const etcdTurnRequestedSignal = defineSignal<[{ readonly node: string }]>('etcdTurnRequested');

/** Child to parent: done with the turn; `joined` when the member is a voter. */
export const etcdTurnReturnedSignal =
  defineSignal<[{ readonly node: string; readonly joined: boolean }]>('etcdTurnReturned');

/** Child to parent: what a person sees of the node. */
export const nodeProgressSignal = defineSignal<[NodeProgress]>('nodeProgress');

export interface NodeProgress {
  readonly node: string;
  readonly phase: PhaseName;
  /** Worth telling for the run as a whole. */
  readonly notice?: string;
}

/** Workflow id of a node's part of an operation. */
export function nodeWorkflowId(clusterName: string, node: string): string {
  return `slipway/${clusterName}/${node}`;
}
