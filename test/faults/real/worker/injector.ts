import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Context as ActivityContext } from '@temporalio/activity';
import { type Note, Notebook } from './notebook';
import type { Order } from './order';

/** Long enough for an operation to have been started on the node. */
const INTO_THE_WORK_MS = 200;
const HOLD_LOOK_MS = 300;

/** Notes every attempt of every activity, and does the harm that is ordered: at each point once, whoever comes to it. */
export function createInjector(order: Order): ActivityInterceptorsFactory {
  const notebook = new Notebook(order.directory);
  return (context) => ({
    inbound: {
      async execute(input, next) {
        const { activityType: activity, activityId, attempt, workflowExecution } = context.info;
        const about = {
          activity,
          subject: subjectOf(input.args[0]),
          workflowId: workflowExecution?.workflowId ?? '',
          activityId,
          attempt,
        };
        const note = (what: Note['what'], more: Partial<Note> = {}) =>
          notebook.write({ atMs: Date.now(), pid: process.pid, what, ...about, ...more });
        const isOrdered = (moment: Order['moment']) =>
          order.moment === moment && (order.activities?.includes(activity) ?? true);
        const isDue = (moment: Order['moment']) =>
          isOrdered(moment) && notebook.takePoint(`${activity} ${about.subject}`);
        const kill = (): Promise<never> => {
          note('killed');
          process.kill(process.pid, 'SIGKILL');
          return new Promise(() => undefined);
        };
        note('started');
        if (order.moment === 'refused' && order.activities?.includes(activity) === true)
          throw ApplicationFailure.nonRetryable('held back by the test', 'HeldBack');
        if (isDue('before')) await kill();
        if (isOrdered('held') && !notebook.isReleased(activity)) {
          note('held');
          await hold(context, notebook);
        }
        // A point is used up when it is struck: where another activity has frozen this worker first, a retry is struck.
        const freeze = isOrdered('within')
          ? setTimeout(() => isDue('within') && freezeNow(note), INTO_THE_WORK_MS)
          : undefined;
        try {
          const result = await next(input);
          if (isDue('after')) await kill();
          note('ended');
          return result;
        } catch (error) {
          note('failed', { failure: failureOf(error) });
          throw error;
        } finally {
          clearTimeout(freeze);
        }
      },
    },
  });
}

/** Beats meanwhile: a held activity is no dead one. */
async function hold(context: ActivityContext, notebook: Notebook): Promise<void> {
  while (!notebook.isReleased(context.info.activityType)) {
    context.heartbeat(context.info.heartbeatDetails);
    await context.sleep(HOLD_LOOK_MS);
  }
}

function freezeNow(note: (what: Note['what']) => void): void {
  note('frozen');
  process.kill(process.pid, 'SIGSTOP');
}

interface Subject {
  readonly node?: string;
  readonly request?: { readonly node: string };
  readonly controlPlane?: string;
}

function subjectOf(input: unknown): string {
  const { node, request, controlPlane } = (input ?? {}) as Subject;
  return node ?? request?.node ?? controlPlane ?? 'cluster';
}

function failureOf(error: unknown): string {
  if (error instanceof ApplicationFailure) return error.type ?? 'ApplicationFailure';
  return error instanceof Error ? error.name : String(error);
}
