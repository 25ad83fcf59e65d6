import type { RemoteErrorKind } from './errors';

/** Exit codes by which an apply script says what kind of failure it met; any other code is a failed apply. */
export const APPLY_EXIT = {
  artifactMismatch: 94,
  downloadFailed: 95,
  packageManagerBusy: 96,
  imagePullFailed: 97,
  applyFailed: 98,
} as const;

export const kindByApplyExit: Readonly<Record<number, RemoteErrorKind>> = {
  [APPLY_EXIT.artifactMismatch]: 'artifact-mismatch',
  [APPLY_EXIT.downloadFailed]: 'download-failed',
  [APPLY_EXIT.packageManagerBusy]: 'package-manager-busy',
  [APPLY_EXIT.imagePullFailed]: 'image-pull-failed',
  [APPLY_EXIT.applyFailed]: 'step-not-converged',
};
