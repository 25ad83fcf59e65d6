import type { Cluster, Node } from '../config/cluster';
import type { Fence } from '../plan/fence';
import type { OperationOutcome } from '../remote/operation';
import type { Session } from '../ssh/session';

/** What an activity that runs kubeadm on one node has at hand. */
export interface KubeadmNode {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly fence: Fence;
  readonly session: Session;
  /** Aborted when the activity is cancelled or its attempt is over. */
  readonly signal: AbortSignal;
  /** The last line of progress, for the heartbeat. */
  readonly report: (line: string) => void;
  /**
   * Runs the script as a detached operation, or attaches to the one that an earlier attempt with the same verb and
   * digest has left running, and returns what it ended with.
   */
  readonly operate: (operation: {
    readonly verb: string;
    readonly inputDigest: string;
    readonly script: string;
    readonly timeoutSeconds: number;
  }) => Promise<OperationOutcome>;
}
