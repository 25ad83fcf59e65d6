import { ApplicationFailure } from '@temporalio/activity';
import type { Patience } from '../config/cluster';
import { RemoteError, type RemoteErrorKind } from '../remote/errors';
import { SshError, type SshErrorKind } from '../remote/ssh-failure';

/** What becomes of a cause: given up at once, or borne for so long and tried again after a pause. */
export interface FailureRule {
  /** Absent: not retryable. Else the name of the setting in `spec.patience`, or a time of its own. */
  readonly patience?: keyof Patience | { readonly seconds: number; readonly reason: string };
  readonly retryDelayMs?: number;
  /** The next action, where the error itself names none. */
  readonly next?: string;
}

/** Between attempts where the cause is likely over within seconds. */
const SOON_MS = 2000;
/** Between attempts where each one costs others something: mirrors, registries, package managers. */
const LATER_MS = 10_000;

/** Every way an activity fails. The name is the failure's type in the Web UI, in logs and in `catch` of a workflow. */
export const failureRules = {
  NodeUnreachable: { patience: 'unreachableSeconds', retryDelayMs: SOON_MS },
  SshProtocolMismatch: {},
  SshAuthFailed: {},
  HostKeyUnknown: {},
  HostKeyChanged: {},
  HostKeyRevoked: {},
  SshKeyUnreadable: {},
  SecretUnreadable: {},
  KnownHostsUnreadable: {},
  SudoDenied: {},
  ShellUnusable: {},

  StepNotConverged: {
    patience: { seconds: 60, reason: 'a unit may take a moment to become what it was told to be' },
    retryDelayMs: SOON_MS,
  },
  NodeBusy: {
    patience: { seconds: 1800, reason: 'the writer that has the lock may be a package install on a slow mirror' },
    retryDelayMs: SOON_MS,
  },
  SupersededByRun: {},
  NodeBelongsToOtherCluster: {},
  NodeNotClaimed: {},
  NodeHeldByRun: {},
  OperationLost: { patience: 'unreachableSeconds', retryDelayMs: SOON_MS },
  OperationFailed: {
    patience: { seconds: 60, reason: 'systemd may be starting or reloading' },
    retryDelayMs: SOON_MS,
  },
  OperationTimedOut: {},
  ArtifactMismatch: {},
  DownloadFailed: { patience: 'downloadSeconds', retryDelayMs: LATER_MS },
  PackageManagerBusy: { patience: 'packageLockSeconds', retryDelayMs: LATER_MS },
  ImagePullFailed: { patience: 'imagePullSeconds', retryDelayMs: LATER_MS },
  GarbledAnswer: {
    patience: {
      seconds: 120,
      reason: 'a shell that was cut off; what stays garbled is another shell than POSIX wants',
    },
    retryDelayMs: SOON_MS,
  },

  ApiServerUnavailable: {
    patience: 'apiServerSeconds',
    retryDelayMs: SOON_MS,
    next: 'Look at kube-apiserver and etcd on the control planes (`crictl ps -a`, `journalctl -u kubelet`), then retry.',
  },
  ApiRequestRefused: {
    patience: { seconds: 60, reason: 'roles and webhooks of a cluster that has just begun are not all there at once' },
    retryDelayMs: SOON_MS,
    next: 'Read what the API server said, cure it, then retry.',
  },
  EtcdUnhealthy: {
    patience: 'etcdSeconds',
    retryDelayMs: SOON_MS,
    next: 'Look at the members that are named (`crictl logs` of etcd on their nodes), then retry.',
  },
  EtcdQuorumAtRisk: {
    patience: { seconds: 60, reason: 'a member that restarts is back by then' },
    retryDelayMs: SOON_MS,
    next: 'Bring the members that are named back first, then retry.',
  },
  PodNetworkStays: {
    patience: { seconds: 300, reason: 'finalizers, and pods that are given time to end' },
    retryDelayMs: SOON_MS,
    next: 'Look at what holds these (`kubectl get -o yaml`: finalizers; the pods of its operator), then retry: the switch goes on from what is left.',
  },
  DrainBlocked: {
    patience: 'drainSeconds',
    retryDelayMs: SOON_MS,
    next: 'Let the pods that are named go (their PodDisruptionBudgets, finalizers), then retry; or abort, and reset with --no-drain.',
  },
  NodeNotClean: {
    patience: { seconds: 60, reason: 'a process that still ends lets go of its mounts by then' },
    retryDelayMs: SOON_MS,
    next: 'Look at what holds these on the node, then retry: it goes on from what is left.',
  },
  EtcdRecoveryFailed: {
    next: 'Cure the cause on the node that is named, then retry: the recovery goes on from where it stopped.',
  },
  NodeNotReady: {
    patience: 'nodeReadySeconds',
    retryDelayMs: SOON_MS,
    next: 'Look at the kubelet of the node (`journalctl -u kubelet`), then retry.',
  },
  SmokeTestFailed: {
    patience: { seconds: 120, reason: 'routes, Services and DNS reach every node some time after its pods run' },
    retryDelayMs: LATER_MS,
    next: 'Look at firewalls and the CNI on the nodes that are named, then retry.',
  },
  JoinMaterialUnavailable: {
    patience: 'apiServerSeconds',
    retryDelayMs: SOON_MS,
    next: 'Bring a control plane back, then retry.',
  },
  KubeadmFailed: {
    patience: 'apiServerSeconds',
    retryDelayMs: SOON_MS,
    next: 'Read the file on the node that is named, cure the cause, then retry: the run goes on from what is there.',
  },
  /** The workflow asks for material of a newer epoch. */
  JoinMaterialStale: { next: 'Material of a newer epoch is issued.' },
  NodeStateRefused: {},
  ChecksumMissing: { next: 'Set the checksum in the cluster file, or a source that is https.' },
  ChecksumUnavailable: {
    patience: 'downloadSeconds',
    retryDelayMs: LATER_MS,
    next: 'Make the URL reachable from the worker, or set the checksum in the cluster file.',
  },
  WorkerFileUnreadable: { next: 'Put the file on the worker, readable by its user, then retry.' },
  Unexpected: {
    patience: { seconds: 60, reason: 'long enough for a second look at what nobody thought of' },
    retryDelayMs: SOON_MS,
    next: 'Retry; if it stays, it is a fault of Slipway: its stack is in the worker’s log.',
  },
} satisfies Record<string, FailureRule>;

export type FailureType = keyof typeof failureRules;

const bySshKind: Readonly<Record<SshErrorKind, FailureType>> = {
  unreachable: 'NodeUnreachable',
  timeout: 'NodeUnreachable',
  'connection-lost': 'NodeUnreachable',
  'channel-refused': 'NodeUnreachable',
  'protocol-mismatch': 'SshProtocolMismatch',
  'auth-failed': 'SshAuthFailed',
  'host-key-unknown': 'HostKeyUnknown',
  'host-key-changed': 'HostKeyChanged',
  'host-key-revoked': 'HostKeyRevoked',
  'key-unreadable': 'SshKeyUnreadable',
  'secret-unreadable': 'SecretUnreadable',
  'known-hosts-unreadable': 'KnownHostsUnreadable',
  'sudo-denied': 'SudoDenied',
  'shell-unusable': 'ShellUnusable',
};

const byRemoteKind: Readonly<Record<RemoteErrorKind, FailureType>> = {
  'step-not-converged': 'StepNotConverged',
  'node-busy': 'NodeBusy',
  superseded: 'SupersededByRun',
  'other-cluster': 'NodeBelongsToOtherCluster',
  'not-claimed': 'NodeNotClaimed',
  'held-by-run': 'NodeHeldByRun',
  'operation-lost': 'OperationLost',
  'operation-failed': 'OperationFailed',
  'operation-timed-out': 'OperationTimedOut',
  'artifact-mismatch': 'ArtifactMismatch',
  'download-failed': 'DownloadFailed',
  'package-manager-busy': 'PackageManagerBusy',
  'image-pull-failed': 'ImagePullFailed',
  'garbled-answer': 'GarbledAnswer',
};

/** Errors of other layers, by their name. */
const byErrorName: Readonly<Record<string, FailureType>> = {
  SmokeTestFailed: 'SmokeTestFailed',
  IssuerUnavailable: 'JoinMaterialUnavailable',
  PeerUnavailable: 'ApiServerUnavailable',
  MemberNotPrepared: 'OperationFailed',
  MembershipRefused: 'EtcdUnhealthy',
  ChecksumMissing: 'ChecksumMissing',
};

export function isFailureType(type: unknown): type is FailureType {
  return typeof type === 'string' && Object.hasOwn(failureRules, type);
}

/** A typed failure for an activity to throw; whether it is retried is decided by `judgeFailure` when it leaves. */
export function failure(type: FailureType, cause: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message: cause });
}

/** The type of any error that an activity met. */
export function classify(error: unknown): FailureType {
  if (error instanceof SshError) return bySshKind[error.kind];
  if (error instanceof RemoteError) return byRemoteKind[error.kind];
  if (error instanceof ApplicationFailure && isFailureType(error.type)) return error.type;
  if (!(error instanceof Error)) return 'Unexpected';
  if (error.name === 'KubectlFailed') {
    return 'isUnavailable' in error && error.isUnavailable === true ? 'ApiServerUnavailable' : 'ApiRequestRefused';
  }
  return byErrorName[error.name] ?? 'Unexpected';
}
