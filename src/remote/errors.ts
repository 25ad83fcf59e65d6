/** Every way that work on a node fails once SSH is up. A kind tells what to do, the message tells a person. */
export type RemoteErrorKind =
  | 'step-not-converged' // applied, checked again, still pending; or an apply failed
  | 'node-busy' // another writer holds the node's lock
  | 'superseded' // a newer run claimed the node
  | 'other-cluster' // the node belongs to another cluster
  | 'not-claimed' // nothing on the node says that this run may write
  | 'held-by-run' // another run holds the node and has not released it
  | 'operation-lost' // the operation ended without an exit code: power cut, reboot, killed
  | 'operation-failed' // the operation ended with an exit code other than 0
  | 'operation-timed-out'
  | 'artifact-mismatch' // a download has another sha256 than the one that was asked for
  | 'download-failed'
  | 'package-manager-busy'
  | 'image-pull-failed'
  | 'garbled-answer'; // a script ended without saying what it was to say

export interface RemoteErrorDetails {
  readonly node: string;
  /** What went wrong, as a clause that names the thing and the cause. Never holds a secret. */
  readonly cause: string;
  /** What the reader does next, as a sentence. */
  readonly nextAction: string;
}

/** The one error of this layer: names the node, the cause and the next action. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly kind: RemoteErrorKind;
  readonly node: string;
  /** The clause of the message, without node and next action. */
  readonly what: string;
  readonly nextAction: string;

  constructor(kind: RemoteErrorKind, { node, cause, nextAction }: RemoteErrorDetails) {
    super(`${node}: ${cause}. ${nextAction}`);
    this.kind = kind;
    this.node = node;
    this.what = cause;
    this.nextAction = nextAction;
  }
}
