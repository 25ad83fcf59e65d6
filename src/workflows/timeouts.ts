import type { Duration, RetryPolicy } from '@temporalio/common';
import type { SlipwayActivities } from '../activities/contract';

export interface ActivityTimeouts {
  /** Limit of one attempt. A detached operation outlives its attempt: the next one attaches to it. */
  readonly startToClose: Duration;
  /** Limit over all attempts, only where waiting longer would be worse than going on without. */
  readonly scheduleToClose?: Duration;
}

/** A dead worker is noticed after this long; every activity beats at least every 2 s. */
export const HEARTBEAT_TIMEOUT: Duration = '8s';

/** How long a task of another site waits for a worker before its branch parks as "no worker polls site X". */
export const SITE_SCHEDULE_TO_START_TIMEOUT: Duration = '3m';

/** A missing worker heals without a person. */
export const NO_WORKER_RETRY_MS = 60_000;

/** How often a node's workflow is started again while an earlier one of the same node still ends. */
export const ALREADY_STARTED_PAUSE_MS = 5_000;

/** No maximumAttempts: worker deaths never count. Activities end their own patience by a non-retryable failure. */
export const RETRY: RetryPolicy = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '15s' };

/** How long one attempt may take, and why; patience for a cause is in the cluster file, not here. */
export const TIMEOUTS: Readonly<Record<keyof SlipwayActivities, ActivityTimeouts>> = {
  // One round trip per node, 25 nodes side by side, fdatasync probe of etcd's disk included.
  gatherFacts: { startToClose: '5m' },
  // Pure, but for the probes between nodes, each of which waits at most seconds.
  planInstall: { startToClose: '3m' },
  // One small write under the node's lock; the lock may be held by an operation that is still running.
  claimNode: { startToClose: '30m' },
  // Courtesy to the next run: a node that does not answer now must not keep this run open.
  releaseNode: { startToClose: '30s', scheduleToClose: '2m' },
  // Stops services and deletes what an earlier cluster left; unmounting and image removal are slow on old disks.
  wipeNode: { startToClose: '20m' },
  // Package installs behind a busy package manager or a slow mirror.
  prepareNode: { startToClose: '30m' },
  // Downloads of some 100 MB on a slow link, then a restart.
  installRuntime: { startToClose: '30m' },
  // Two packages and two files.
  installLoadBalancer: { startToClose: '20m' },
  // Three binaries, some 200 MB.
  installKubernetes: { startToClose: '30m' },
  // Up to 1 GB of images on a slow link.
  pullImages: { startToClose: '60m' },
  // kubeadm's own limits for init add up to about 10 minutes; a resume may follow a failed first half.
  initControlPlane: { startToClose: '25m' },
  // A key pair on tmpfs.
  requestJoin: { startToClose: '2m' },
  // Uploads certificates through the API; waits for joins that are still downloading them.
  issueJoinMaterial: { startToClose: '10m' },
  // kubeadm's discovery timeout of 5 minutes, then certificates and manifests.
  prepareControlPlaneJoin: { startToClose: '15m' },
  // TLS bootstrap 5 minutes, etcd's member add, start and promotion 2 minutes each, image start included.
  joinEtcdMember: { startToClose: '25m' },
  // The control plane's health check waits 4 minutes per component.
  finishControlPlaneJoin: { startToClose: '20m' },
  // Discovery and TLS bootstrap, 5 minutes each.
  joinWorker: { startToClose: '15m' },
  // One manifest against an API server that may still be starting.
  applyCni: { startToClose: '10m' },
  // One patch per node whose labels differ.
  labelNodes: { startToClose: '10m' },
  // Two requests to the API; where they fail, token and certificates expire by themselves.
  retireJoinMaterial: { startToClose: '2m', scheduleToClose: '3m' },
  // A few etcd calls, each with its own limit of seconds.
  etcdHealth: { startToClose: '3m' },
  // Pods of the pod network must be pulled and started; its patience is spec.patience.nodeReadySeconds.
  waitNodesReady: { startToClose: '60m' },
  // A DaemonSet on every node, then every node against every node.
  smokeTest: { startToClose: '30m' },
  // One file, read from the first control plane that answers.
  sealKubeconfig: { startToClose: '2m' },
  // Pure, but for one list of pods per node that is to be drained.
  planReset: { startToClose: '3m' },
  // One round of evictions, some 20 s; patience over all rounds is spec.patience.drainSeconds.
  drainNode: { startToClose: '5m' },
  // A few etcd calls, an election, and half a minute for the members that stay to settle.
  removeEtcdMember: { startToClose: '5m' },
  // Ends every pod and removes what it had; images stay, so that the disk is not what takes long.
  resetNode: { startToClose: '20m' },
  // One small write under the node's lock, which an operation of an earlier run may still hold.
  forgetNode: { startToClose: '5m' },
  // One call of the API, and the wait until the object has gone.
  deleteNode: { startToClose: '5m' },
  // As gatherFacts, with the content of every file that differs.
  diffNodes: { startToClose: '5m' },
};
