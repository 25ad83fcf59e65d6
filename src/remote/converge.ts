import type { StepReport } from '../resources/report';
import type { Step } from '../resources/resource';
import type { Session } from '../ssh/session';
import { applyStep, type ApplyOptions } from './apply-step';
import { checkSteps } from './check-steps';
import { RemoteError } from './errors';

export type ConvergeOptions =
  | { readonly mode: 'check'; readonly signal?: AbortSignal }
  | (ApplyOptions & {
      readonly mode: 'apply';
      /** Aborting starts no further step and rejects with `signal.reason`; what runs is waited for. */
      readonly signal?: AbortSignal;
    });

/** One apply may undo what an earlier one made (a restart that rewrites a file); twice is a fight. */
const PASSES = 2;

/**
 * Brings a node to the state that the steps describe, in their order, or says how far it is from it. One round trip
 * where nothing is pending. Afterwards, in mode `apply`, everything was found satisfied by a check of all steps, or is
 * reported as unsupported. Errors: as `checkSteps` and `applyStep`; RemoteError `step-not-converged`.
 */
export async function converge(
  session: Session,
  steps: readonly Step[],
  options: ConvergeOptions,
): Promise<StepReport[]> {
  const { signal } = options;
  const first = await checkSteps(session, steps, signal ? { signal } : {});
  if (options.mode === 'check') return first;
  const reports = new Map(first.map((report) => [report.step, report]));
  let found = first;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const lastApplied = await applyPass(session, steps, found, { options, reports });
    const others = steps.filter(({ name }) => name !== lastApplied);
    if (lastApplied === undefined || others.length === 0) return [...reports.values()];
    found = await checkSteps(session, others, signal ? { signal } : {});
    if (!found.some(isPending)) return [...reports.values()];
  }
  throw undone(session.node, found.filter(isPending));
}

interface Progress {
  readonly options: ConvergeOptions & { readonly mode: 'apply' };
  /** By step; what was done to it in all passes. */
  readonly reports: Map<string, StepReport>;
}

/** Applies every step with something pending; returns the name of the last one, undefined when there was none. */
async function applyPass(
  session: Session,
  steps: readonly Step[],
  found: readonly StepReport[],
  { options, reports }: Progress,
): Promise<string | undefined> {
  let lastApplied: string | undefined;
  for (const step of steps) {
    const report = found.find(({ step: name }) => name === step.name);
    // What the kernel refused may have become possible by what was applied before (a module brings its sysctls).
    const isWorthAnotherLook = lastApplied !== undefined && (report?.unsupported.length ?? 0) > 0;
    if (report === undefined || !(isPending(report) || isWorthAnotherLook)) continue;
    options.signal?.throwIfAborted();
    const done = await applyStep(session, step, report, options);
    const earlier = reports.get(step.name);
    reports.set(step.name, {
      ...done,
      pending: earlier?.changed ? earlier.pending : done.pending,
      changed: done.changed || earlier?.changed === true,
    });
    lastApplied = step.name;
  }
  return lastApplied;
}

function isPending({ pending }: StepReport): boolean {
  return pending.length > 0;
}

function undone(node: string, reports: readonly StepReport[]): RemoteError {
  const reasons = reports.flatMap(({ title, pending }) =>
    pending.map(({ kind, subject, reason }) => `${title}: ${kind} ${subject}: ${reason ?? 'pending'}`),
  );
  return new RemoteError('step-not-converged', {
    node,
    cause: `applied ${PASSES} times, and undone each time: ${reasons.slice(0, 5).join(' / ').slice(0, 900)}`,
    nextAction: 'Find what changes it back on the node (another tool, a timer, a later step), then retry.',
  });
}
