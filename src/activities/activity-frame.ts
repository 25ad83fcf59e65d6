import { CancelledFailure, Context } from '@temporalio/activity';
import { type Catalog, catalogWith } from '../catalog/catalog';
import type { Cluster } from '../config/cluster';
import { redact } from '../remote/redact';
import type { Session, Sessions } from '../ssh/session';
import { noteCause } from './borne-causes';
import { classify } from './failures';
import { Heartbeat } from './heartbeat';
import { judgeFailure } from './judge-failure';
import type { KnownMachines } from './known-machines';
import { sshTargetOf } from './ssh-target';

/** What activities are made with. */
export interface ActivityDependencies {
  readonly sessions: Sessions;
  /** Left out: machines are remembered for as long as their sessions live. */
  readonly machines?: KnownMachines;
  /** What the cluster file may choose beside the entries of the built-in catalog. */
  readonly catalog?: Partial<Catalog>;
}

/** What every activity has at hand while its attempt lasts. */
export interface ActivityFrame {
  readonly cluster: Cluster;
  /** The catalog in use. */
  readonly catalog: Catalog;
  readonly heartbeat: Heartbeat;
  /** Aborted when the activity is cancelled or its attempt is over: start nothing new. */
  readonly signal: AbortSignal;
  /** Aborted when this attempt may not even wait any more (worker shutdown, timeout): leave at once. */
  readonly abandoned: AbortSignal;
  /** The last line of progress, for the Web UI. */
  readonly report: (line: string) => void;
  /** A live session to a node of the cluster. Errors: SshError. */
  readonly openSession: (node: string) => Promise<Session>;
}

export interface FrameSubject {
  readonly cluster: Cluster;
  /** Absent: the activity is about the cluster as a whole. */
  readonly node?: string;
}

/**
 * Runs the body of an activity: heartbeats, cancellation, typed failures with patience. Errors: ApplicationFailure of a
 * type in `failureRules`; CancelledFailure.
 */
export async function runActivity<Result>(
  { sessions, catalog = {} }: ActivityDependencies,
  { cluster, node }: FrameSubject,
  body: (frame: ActivityFrame) => Promise<Result>,
): Promise<Result> {
  const context = Context.current();
  const heartbeat = new Heartbeat(context);
  const frame: ActivityFrame = {
    cluster,
    catalog: catalogWith(catalog),
    heartbeat,
    signal: context.cancellationSignal,
    abandoned: watchAbandonment(context),
    report: (line) => heartbeat.update({ line: redact(line).slice(0, 300) }),
    openSession: (name) => sessions.get(sshTargetOf(cluster, name)),
  };
  try {
    return await body(frame);
  } catch (error) {
    if (error instanceof CancelledFailure || error === context.cancellationSignal.reason) throw error;
    throw bearFailure(error, context, heartbeat, { cluster, ...(node !== undefined && { node }) });
  } finally {
    heartbeat.stop();
  }
}

/** Notes when the cause was seen, for the next attempt, and judges whether there is to be one. */
function bearFailure(error: unknown, context: Context, heartbeat: Heartbeat, { cluster, node }: FrameSubject) {
  const type = classify(error);
  const nowMs = Date.now();
  const { patience } = cluster.spec;
  const causes = noteCause(heartbeat.details, type, { nowMs, patience });
  heartbeat.update(causes);
  if (type === 'Unexpected')
    context.log.error(redact(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  return judgeFailure(error, {
    activity: context.info.activityType,
    ...(node !== undefined && { node }),
    patience,
    firstSeenMs: causes.firstSeen[type] ?? nowMs,
    nowMs,
  });
}

/** A person's cancellation lets what runs on a node come to its end; everything else leaves it to the next attempt. */
function watchAbandonment(context: Context): AbortSignal {
  const controller = new AbortController();
  const { cancellationSignal } = context;
  const judge = () => {
    if (context.cancellationDetails?.cancelRequested !== true) controller.abort(cancellationSignal.reason);
  };
  if (cancellationSignal.aborted) judge();
  else cancellationSignal.addEventListener('abort', judge, { once: true });
  return controller.signal;
}
