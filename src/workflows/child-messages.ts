import { defineSignal } from '@temporalio/workflow';
import type { Cluster } from '../config/cluster';
import type { Fence } from '../plan/fence';
import type { PhaseName } from './messages';

export interface InstallNodeInput {
  /** Scoped to the node. */
  readonly cluster: Cluster;
  readonly node: string;
  readonly fence: Fence;
  /** Tell the parent of every phase; off in large clusters, where the parent's history must stay small. */
  readonly reports: boolean;
}

/** What a node's workflow did. */
export interface InstallNodeResult {
  readonly changedSteps: readonly string[];
}

/** The same, or how far it came before a hold let it end. */
export type InstallNodeOutcome = InstallNodeResult & { readonly heldBefore?: PhaseName };

/** Parent to child: end at the next safe edge, or do not after all. */
export const holdNodeSignal = defineSignal<[{ readonly isHeld: boolean }]>('holdNode');

/** Child to parent: what a person sees of the node. */
export const nodeProgressSignal = defineSignal<[NodeProgress]>('nodeProgress');

export interface NodeProgress {
  readonly node: string;
  readonly phase: PhaseName;
}

/** Workflow id of a node's part of an operation. */
export function nodeWorkflowId(clusterName: string, node: string): string {
  return `slipway/${clusterName}/${node}`;
}
