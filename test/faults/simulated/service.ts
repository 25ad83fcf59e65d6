import type { Payload } from '@temporalio/common';
import type { Failure } from './temporal/payloads';

/** What a workflow has ended with. */
export type Closed =
  | { readonly status: 'completed'; readonly result: unknown }
  | { readonly status: 'failed' | 'cancelled' | 'terminated'; readonly failure: Failure };

/** A run of a workflow, as its client has it. */
export interface ServiceRun {
  readonly isOpen: boolean;
  readonly closed: Closed | undefined;
  onClose(watcher: (closed: Closed) => void): void;
  /** Undefined where the workflow has no such query, or is not there any more. */
  query(queryType: string): Promise<unknown>;
  signal(signalName: string, input: readonly Payload[]): void;
  requestCancel(): void;
  /** Outright: the workflow does not learn of it. */
  terminate(): void;
}

/** A Temporal service as whoever starts workflows has it. */
export interface Service {
  /** The latest run of a workflow id. */
  find(workflowId: string): ServiceRun | undefined;
  /** Undefined where a run of that id is open. */
  start(type: string, workflowId: string, input: unknown[]): ServiceRun | undefined;
  /** Away for so long, in milliseconds of the stage's clock. */
  goAway(ms: number): void;
  /** Does it at once, or as soon as the service is back. */
  whenUp(work: () => void): void;
  /** Something that workflows are needed for. */
  ask(work: () => Promise<void>): void;
  /** Everything that crossed the service, for whoever looks for secrets in it. */
  readTexts(): Promise<readonly string[]>;
}
