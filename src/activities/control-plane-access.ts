import type { Kubectl } from '../remote/kubectl';
import type { Session } from '../ssh/session';

/** What an activity that works through the API has at hand on one control plane. */
export interface ControlPlaneAccess {
  readonly session: Session;
  readonly kubectl: Kubectl;
  /** Aborted when the activity is cancelled or its attempt is over. */
  readonly signal: AbortSignal;
  /** The last line of progress, for the heartbeat. */
  readonly report: (line: string) => void;
}
