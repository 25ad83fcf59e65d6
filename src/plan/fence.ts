/**
 * Who may write on a node. The epoch grows with every run that claims the node; a node refuses a write that carries
 * another cluster's UID or an older epoch than the one it has seen.
 */
export interface Fence {
  readonly clusterUid: string;
  readonly epoch: number;
  /** `<namespace>/<workflowId>/<runId>` of the run that holds the node; shown to a person, compared for equality. */
  readonly holder: string;
}
