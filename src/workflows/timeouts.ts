import type { Duration, RetryPolicy } from '@temporalio/common';
import type { SlipwayActivities } from '../activities/contract';

export interface ActivityTimeouts {
  /** Limit of one attempt. A detached operation outlives its attempt: the next one attaches to it. */
  readonly startToClose: Duration;
  /** Limit over all attempts, only where waiting longer would be worse than going on without. */
  readonly scheduleToClose?: Duration;
  /** What takes that long. Shown in docs/reference/patience.md. */
  readonly reason: string;
}

/** Patience of Temporal and of the workflows for workers, and the pauses between attempts; in ms where it is a number. */
export const PATIENCE = {
  heartbeat: {
    limit: '8s',
    reason: 'every activity beats at least every 2 s: four beats missed, and its worker is taken for dead',
  },
  workerOfSite: {
    limit: '3m',
    reason:
      'a worker of another site may restart or be replaced; after that its branch parks as "no worker polls site X"',
  },
  noWorkerRetry: {
    limit: 60_000,
    reason: 'a missing worker heals without a person, so such a branch is tried again by itself',
  },
  firstRetry: { limit: '1s', reason: 'a dead worker or a lost connection costs seconds, not minutes' },
  longestRetryPause: {
    limit: '15s',
    reason:
      'pauses double up to this one; attempts are not counted, since dead workers are no reason to give up: causes have patience, see below',
  },
  quorumWatch: {
    limit: 60_000,
    reason: 'whether a lost quorum has come back is looked at anew this long after the look itself has failed',
  },
  earlierWorkflow: {
    limit: 5_000,
    reason: 'how often a node’s workflow is started again while an earlier one of the same node still ends',
  },
} as const satisfies Record<string, { readonly limit: Duration; readonly reason: string }>;

/** No maximumAttempts: worker deaths never count. Activities end their own patience by a non-retryable failure. */
export const RETRY: RetryPolicy = {
  initialInterval: PATIENCE.firstRetry.limit,
  backoffCoefficient: 2,
  maximumInterval: PATIENCE.longestRetryPause.limit,
};

/** How long one attempt may take, and why; patience for a cause is in the cluster file, not here. */
export const TIMEOUTS: Readonly<Record<keyof SlipwayActivities, ActivityTimeouts>> = {
  gatherFacts: {
    startToClose: '5m',
    reason: "One round trip per node, 25 nodes side by side, fdatasync probe of etcd's disk included",
  },
  planInstall: {
    startToClose: '3m',
    reason: 'Pure, but for the probes between nodes, each of which waits at most seconds',
  },
  claimNode: {
    startToClose: '30m',
    reason: "One small write under the node's lock; the lock may be held by an operation that is still running",
  },
  releaseNode: {
    startToClose: '30s',
    scheduleToClose: '15m',
    reason:
      'One small write; a node that does not answer is given up after a minute, but workers and the service may be away for longer',
  },
  wipeNode: {
    startToClose: '20m',
    reason:
      'Stops services and deletes what an earlier cluster left; unmounting and image removal are slow on old disks',
  },
  prepareNode: { startToClose: '30m', reason: 'Package installs behind a busy package manager or a slow mirror' },
  installRuntime: { startToClose: '30m', reason: 'Downloads of some 100 MB on a slow link, then a restart' },
  installLoadBalancer: { startToClose: '20m', reason: 'Two packages and two files' },
  installKubernetes: { startToClose: '30m', reason: 'Three binaries, some 200 MB' },
  pullImages: { startToClose: '60m', reason: 'Up to 1 GB of images on a slow link' },
  installExternalEtcd: {
    startToClose: '30m',
    reason:
      'Certificates, an election, then a few minutes a member that is added: it catches up with the data before it votes',
  },
  updateApiServer: {
    startToClose: '20m',
    reason: "One manifest, then spec.patience.apiServerSeconds for the API server; the node's lock may be held",
  },
  initControlPlane: {
    startToClose: '25m',
    reason: "kubeadm's own limits for init add up to about 10 minutes; a resume may follow a failed first half",
  },
  requestJoin: { startToClose: '2m', reason: 'A key pair on tmpfs' },
  issueJoinMaterial: {
    startToClose: '10m',
    reason: 'Uploads certificates through the API; waits for joins that are still downloading them',
  },
  prepareControlPlaneJoin: {
    startToClose: '15m',
    reason: "kubeadm's discovery timeout of 5 minutes, then certificates and manifests",
  },
  joinEtcdMember: {
    startToClose: '25m',
    reason: "TLS bootstrap 5 minutes, etcd's member add, start and promotion 2 minutes each, image start included",
  },
  finishControlPlaneJoin: {
    startToClose: '20m',
    reason: "The control plane's health check waits spec.patience.apiServerSeconds",
  },
  joinWorker: { startToClose: '15m', reason: 'Discovery and TLS bootstrap, 5 minutes each' },
  applyCni: { startToClose: '10m', reason: 'One manifest against an API server that may still be starting' },
  removePodNetwork: {
    startToClose: '15m',
    reason: 'An operator takes its network down by itself; then its pods on every node are given half a minute to end',
  },
  leavePodNetwork: {
    startToClose: '15m',
    reason: 'Half a minute for pods to end, then what the pod network left; one operation of at most 10 minutes',
  },
  labelNodes: { startToClose: '10m', reason: 'One patch per node whose labels differ' },
  removeLearner: {
    startToClose: '2m',
    scheduleToClose: '5m',
    reason: 'Two calls to etcd; others wait for it with their joins, and where it fails a person decides',
  },
  retireJoinMaterial: {
    startToClose: '2m',
    scheduleToClose: '5m',
    reason: 'Two requests to the API; where they fail, token and certificates expire by themselves',
  },
  assessQuorum: {
    startToClose: '15m',
    reason: 'One look takes at most half a minute a control plane; a watch looks for 10 minutes and is then begun anew',
  },
  recoverEtcd: {
    startToClose: '45m',
    reason:
      'etcd stops (3 minutes), is copied, starts twice (5 minutes each), then the API server; one operation of at most 30 minutes',
  },
  etcdHealth: { startToClose: '3m', reason: 'A few etcd calls, each with its own limit of seconds' },
  waitNodesReady: {
    startToClose: '60m',
    reason: 'Pods of the pod network must be pulled and started; its patience is spec.patience.nodeReadySeconds',
  },
  smokeTest: { startToClose: '30m', reason: 'A DaemonSet on every node, then every node against every node' },
  sealKubeconfig: { startToClose: '2m', reason: 'One file, read from the first control plane that answers' },
  planReset: { startToClose: '3m', reason: 'Pure, but for one list of pods per node that is to be drained' },
  drainNode: {
    startToClose: '5m',
    reason: 'One round of evictions, some 20 s; patience over all rounds is spec.patience.drainSeconds',
  },
  removeEtcdMember: {
    startToClose: '5m',
    reason: 'A few etcd calls, an election, and half a minute for the members that stay to settle',
  },
  resetNode: {
    startToClose: '20m',
    reason: 'Ends every pod and removes what it had; images stay, so that the disk is not what takes long',
  },
  forgetNode: {
    startToClose: '5m',
    reason: "One small write under the node's lock, which an operation of an earlier run may still hold",
  },
  deleteNode: { startToClose: '5m', reason: 'One call of the API, and the wait until the object has gone' },
  diffNodes: { startToClose: '5m', reason: 'As gatherFacts, with the content of every file that differs' },
};
