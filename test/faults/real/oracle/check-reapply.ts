import { setTimeout as sleep } from 'node:timers/promises';
import { NoWorkerAnswers, type PlanReport } from '../../../../src';
import { compare, type Question, type Violations } from './question';

const WORKERS_START_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

/** The same file, installed again, finds nothing pending. */
export async function checkReapply(question: Question): Promise<Violations> {
  const { bench, wanted } = question;
  await bench.employ();
  const { plan } = await planOnceWorkersAnswer(question);
  if (!plan.isNoop) {
    const nodes = plan.nodes.filter(({ pendingSteps, membership }) => pendingSteps.length > 0 || membership !== 'none');
    const findings = plan.findings.map(({ message }) => message);
    return [`a plan still finds something to do: ${JSON.stringify({ nodes, findings }).slice(0, 1000)}`];
  }
  const { outcome } = await bench.install(wanted, { timeoutMs: 3 * 60_000 });
  return compare('outcome of the same install again', outcome, 'nothing-to-do');
}

async function planOnceWorkersAnswer({ bench, wanted }: Question): Promise<PlanReport> {
  const deadlineMs = Date.now() + WORKERS_START_MS;
  for (;;) {
    try {
      return await bench.temporal.slipway.plan(wanted.cluster);
    } catch (error) {
      if (!(error instanceof NoWorkerAnswers) || Date.now() > deadlineMs) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}
