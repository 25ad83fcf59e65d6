import type { Catalog } from '../catalog/catalog';
import type { Cluster } from '../config/cluster';
import type { Fence } from '../plan/fence';
import type { Writer } from '../remote/guard';
import { kubectlOn, type Kubectl } from '../remote/kubectl';
import type { Session } from '../ssh/session';
import { runActivity, type ActivityDependencies } from './activity-frame';
import { nodeOf } from './ssh-target';

/** What an activity that works through the API has at hand on one control plane. */
export interface ControlPlaneAccess {
  readonly session: Session;
  readonly kubectl: Kubectl;
  /** The catalog in use. */
  readonly catalog: Catalog;
  /** Aborted when the activity is cancelled or its attempt is over. */
  readonly signal: AbortSignal;
  /** The last line of progress, for the heartbeat. */
  readonly report: (line: string) => void;
}

/** Writers wait this long for the control plane's lock before they say who holds it. */
const LOCK_WAIT_SECONDS = 20;

/** Runs the body of an activity through the API server of one control plane; see `runActivity`. */
export function runOnControlPlane<Result>(
  dependencies: ActivityDependencies,
  { cluster, controlPlane }: { readonly cluster: Cluster; readonly controlPlane: string },
  body: (access: ControlPlaneAccess) => Promise<Result>,
): Promise<Result> {
  return runActivity(dependencies, { cluster, node: controlPlane }, async (frame) => {
    const session = await frame.openSession(controlPlane);
    const kubectl = kubectlOn(session, nodeOf(cluster, controlPlane).address);
    return body({ session, kubectl, catalog: frame.catalog, signal: frame.signal, report: frame.report });
  });
}

/** The writer that a mutation through the API takes the control plane's lock as. */
export function writerOf(verb: string, fence: Fence): Writer {
  return { verb, fence, lockWaitSeconds: LOCK_WAIT_SECONDS };
}
