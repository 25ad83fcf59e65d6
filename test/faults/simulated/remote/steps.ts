import type { ApplyOptions } from '../../../../src/remote/apply-step';
import { RemoteError } from '../../../../src/remote/errors';
import { digestInput } from '../../../../src/remote/operation';
import type { ResourceReport, StepReport } from '../../../../src/resources/report';
import type { Resource, Step } from '../../../../src/resources/resource';
import { underGuard } from '../model/guard';
import type { Machine } from '../model/machine';
import type { Process } from '../model/process';
import { follow, startOperation } from './operations';
import type { SimulatedSession } from './session';

/** Kinds that the product applies in a detached operation. */
const LONG: ReadonlySet<Resource['kind']> = new Set(['package', 'package-index', 'artifact', 'image']);
const INLINE_LOCK_WAIT_SECONDS = 20;

/** As the real one: every resource is compared, nothing is changed. */
export function checkSteps(
  session: SimulatedSession,
  steps: readonly Step[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<StepReport[]> {
  return session.exec(
    'check steps',
    async (process) => {
      await process.work(40);
      return steps.map((step) => look(session.machine, step));
    },
    signal,
  );
}

export function look(machine: Machine, { name, title, resources }: Step): StepReport {
  const pending = resources.filter((resource) => !machine.resources.has(resource)).map(toReport);
  return { step: name, title, pending, unsupported: [], changed: false };
}

function toReport({ kind, disruption }: Resource, index: number): ResourceReport {
  return { kind, subject: `${kind} ${index}`, state: 'pending', reason: 'is not there', disruption };
}

/** As the real one: small applies in one round trip, long ones detached, and another look at the end. */
export async function applyStep(
  session: SimulatedSession,
  step: Step,
  before: StepReport,
  options: ApplyOptions,
): Promise<StepReport> {
  const isLong = before.pending.some(({ kind }) => LONG.has(kind));
  const after = isLong ? await applyDetached(session, step, options) : await applyInline(session, step, options);
  if (after.pending.length === 0) return { ...before, changed: before.pending.length > 0 };
  throw new RemoteError('step-not-converged', {
    node: session.node,
    cause: `${step.title}: applied, and still pending`,
    nextAction: 'Retry.',
  });
}

function applyInline(session: SimulatedSession, step: Step, { fence }: ApplyOptions): Promise<StepReport> {
  const verb = `apply-${step.name}`;
  return session.exec(verb, (process) =>
    underGuard(process, { verb, fence, lockWaitSeconds: INLINE_LOCK_WAIT_SECONDS }, async () => {
      await apply(process, step);
      return look(session.machine, step);
    }),
  );
}

async function applyDetached(session: SimulatedSession, step: Step, options: ApplyOptions): Promise<StepReport> {
  const { cluster, fence, onProgress, onPoll, abandoned } = options;
  const input = {
    cluster,
    verb: `apply-${step.name}`,
    inputDigest: digestInput(JSON.stringify(step.resources)),
    script: '',
    timeoutSeconds: 3600,
    fence,
  };
  const { id } = await startOperation(session, input, async (process) => {
    await apply(process, step);
    return 0;
  });
  onProgress?.({ step: step.name, operation: id });
  await follow(session, id, {
    ...(onPoll && { onPoll: () => onPoll() }),
    ...(abandoned && { signal: abandoned }),
  });
  const [report] = await checkSteps(session, [step]);
  if (report === undefined) throw new Error(`nothing was found of ${step.name}`);
  return report;
}

/** One resource after the other; a power cut leaves those that were done. */
async function apply(process: Process, { name, resources }: Step): Promise<void> {
  for (const resource of resources) {
    const { machine } = process;
    if (machine.resources.has(resource)) continue;
    process.mutate(`${resource.kind} of ${name}`);
    await process.work(LONG.has(resource.kind) ? machine.world.random.integer(300, 3000) : 15, resource.kind);
    machine.resources.bring(resource);
    if (resource.kind === 'unit' && resource.name === 'kubelet.service' && resource.active === false)
      machine.kubelet.stop();
  }
}
