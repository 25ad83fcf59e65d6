import {
  type Client,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { CancelledFailure, type Payload, TerminatedFailure } from '@temporalio/common';
import type { Closed, ServiceRun } from '../service';
import { fromPayload } from '../temporal/payloads';

const AGAIN_AFTER_MS = 300;
const QUERY_LIMIT_MS = 5000;

export interface RunStart {
  readonly type: string;
  readonly workflowId: string;
  readonly taskQueue: string;
  readonly input: unknown[];
}

/** One run through a real server, which is asked again for as long as it does not answer. */
export class TemporalRun implements ServiceRun {
  readonly #client: Client;
  readonly #handle: Promise<WorkflowHandle>;
  readonly #note: (line: string) => void;
  readonly #watchers: ((closed: Closed) => void)[] = [];
  #closed: Closed | undefined;

  constructor(client: Client, start: RunStart, note: (line: string) => void) {
    this.#client = client;
    this.#note = note;
    this.#handle = this.#start(start);
    void this.#watch(start.workflowId);
  }

  get isOpen(): boolean {
    return this.#closed === undefined;
  }

  get closed(): Closed | undefined {
    return this.#closed;
  }

  onClose(watcher: (closed: Closed) => void): void {
    if (this.#closed) watcher(this.#closed);
    else this.#watchers.push(watcher);
  }

  async query(queryType: string): Promise<unknown> {
    const handle = await this.#handle;
    try {
      return await this.#client.withDeadline(Date.now() + QUERY_LIMIT_MS, () => handle.query(queryType));
    } catch {
      // No worker answers now, or the server does not; whoever asked will ask again.
      return undefined;
    }
  }

  signal(signalName: string, input: readonly Payload[]): void {
    this.#send((handle) => handle.signal(signalName, ...input.map(fromPayload)));
  }

  requestCancel(): void {
    this.#note('cancellation is requested');
    this.#send((handle) => handle.cancel());
  }

  terminate(): void {
    this.#send((handle) => handle.terminate('asked for'));
  }

  #send(request: (handle: WorkflowHandle) => Promise<unknown>): void {
    void this.#handle.then((handle) => this.#insist(() => request(handle)));
  }

  async #start({ type, workflowId, taskQueue, input }: RunStart): Promise<WorkflowHandle> {
    const { workflow } = this.#client;
    try {
      return await this.#insist(() => workflow.start(type, { workflowId, taskQueue, args: input }));
    } catch (error) {
      // The answer to an earlier request of this start was lost.
      if (error instanceof WorkflowExecutionAlreadyStartedError) return workflow.getHandle(workflowId);
      throw error;
    }
  }

  async #watch(workflowId: string): Promise<void> {
    const closed = await this.#await().catch((error: unknown) => describeEnd(error));
    this.#closed = closed;
    const reason = closed.status === 'failed' ? `: ${closed.failure.message}` : '';
    this.#note(`${workflowId} ${closed.status}${reason}`);
    for (const watcher of this.#watchers) watcher(closed);
  }

  async #await(): Promise<Closed> {
    const handle = await this.#handle;
    return { status: 'completed', result: await this.#insist(() => handle.result()) };
  }

  /** Until the server answers at all. */
  async #insist<Result>(request: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await request();
      } catch (error) {
        if (!isAway(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
  }
}

/** `UNAVAILABLE`, `DEADLINE_EXCEEDED`, `CANCELLED` and `UNKNOWN` of gRPC, which a server that was killed leaves. */
const AWAY_CODES: readonly unknown[] = [1, 2, 4, 14];

function isAway(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(cause) && AWAY_CODES.includes(cause.code);
}

function describeEnd(error: unknown): Closed {
  if (!(error instanceof WorkflowFailedError)) return { status: 'failed', failure: { message: String(error) } };
  const { cause } = error;
  const failure = { message: cause?.message ?? error.message };
  if (cause instanceof CancelledFailure) return { status: 'cancelled', failure };
  if (cause instanceof TerminatedFailure) return { status: 'terminated', failure };
  return { status: 'failed', failure };
}
