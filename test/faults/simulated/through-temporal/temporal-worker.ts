import { type Context, CompleteAsyncError } from '@temporalio/activity';
import { type ActivityInterceptorsFactory, NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerOptionsWithDefaults } from '@temporalio/worker/lib/worker-options';
import type { Setting } from '../stage';
import { attemptPlace, WorkerProcess } from '../temporal/worker-process';
import { bundlePath } from '../../../fakes/temporal';
import { WORKER_TUNING } from '../../../../src/workers/run-worker';
import { realClock } from '../model/clock';
import { Relay } from './relay';

/** Many workers share the cores here: workflow code that takes seconds is not in an endless loop. The SDK waits 5 s. */
const STARVED: Pick<WorkerOptionsWithDefaults, 'isolateExecutionTimeout'> = { isolateExecutionTimeout: '1m' };

/** Whom a worker polls. */
export interface Poll {
  readonly address: string;
  readonly taskQueue: string;
}

/**
 * The SDK's own worker with the product's workflows and activities, as a process that can be killed and stopped: its
 * code stands still then, and nothing of it goes through to the server any more, a heartbeat as little as a result.
 */
export class TemporalWorker extends WorkerProcess {
  readonly #setting: Setting;
  readonly #relay: Relay;
  readonly #death: Promise<never>;
  #die: (reason: Error) => void = () => undefined;
  #end: () => Promise<void> = async () => undefined;

  private constructor(name: string, setting: Setting, relay: Relay) {
    super(name, { world: setting.world, hooks: setting.points, clock: realClock });
    this.#setting = setting;
    this.#relay = relay;
    this.#death = new Promise((_, reject) => {
      this.#die = reject;
    });
    this.#death.catch(() => undefined);
  }

  /** A worker that polls when this resolves. */
  static async launch(name: string, { address, taskQueue }: Poll, setting: Setting): Promise<TemporalWorker> {
    const relay = await Relay.open(address);
    const made = new TemporalWorker(name, setting, relay);
    const connection = await NativeConnection.connect({ address: relay.address });
    const worker = await Worker.create({
      ...WORKER_TUNING,
      shutdownGraceTime: 0,
      ...STARVED,
      connection,
      taskQueue,
      identity: name,
      workflowBundle: { codePath: await bundlePath() },
      activities: setting.createActivities(made.sessions),
      interceptors: { activity: [made.#intercept] },
    });
    const running = worker.run().catch(() => undefined);
    const end = async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await connection.close();
    };
    let ending: Promise<void> | undefined;
    // One that is killed may be closed as well, and a connection is closed only once.
    made.#end = () => (ending ??= end());
    return made;
  }

  /** What is left of it in this process goes away quietly: the server hears of neither. */
  override kill(): void {
    if (!this.isAlive) return;
    super.kill();
    this.#relay.cut();
    this.#die(new CompleteAsyncError());
    void this.#end();
  }

  override stop(ms: number): void {
    if (this.isAlive && !this.isStopped) this.#relay.pause();
    super.stop(ms);
  }

  /** Ends as a worker that is told to. */
  async close(): Promise<void> {
    this.#die(new CompleteAsyncError());
    await this.#end();
    this.#relay.cut();
  }

  protected override continue(): void {
    this.#relay.resume();
    super.continue();
  }

  /** Of an attempt of a dead process nothing is reported: it ends here as one that somebody else will complete. */
  readonly #intercept: ActivityInterceptorsFactory = (context) => ({
    inbound: {
      execute: (input, next) => Promise.race([this.#execute(context, input.args[0], () => next(input)), this.#death]),
    },
  });

  async #execute<Result>(context: Context, input: unknown, work: () => Promise<Result>): Promise<Result> {
    const { activityType, attempt } = context.info;
    const place = attemptPlace(activityType, input);
    this.own(context, place);
    if (attempt === 1) this.#setting.points.schedule(activityType);
    const settled = await this.attend(place, () => Promise.allSettled([work()]));
    if (settled[0].status === 'rejected') throw settled[0].reason;
    return settled[0].value;
  }
}
