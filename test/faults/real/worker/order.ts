/** When a worker does harm to itself. */
export type Moment =
  /** SIGKILL before the activity has done anything. */
  | 'before'
  /** SIGKILL when the activity has done everything and has not told it yet. */
  | 'after'
  /** SIGSTOP while the activity works; whoever watches the worker lets it go on later. */
  | 'within'
  /** The activity waits before it does anything, in every attempt, until the case lets it go on. */
  | 'held'
  /** The activity fails for good in place of its work. */
  | 'refused'
  /** Never: the worker only notes what it does. */
  | 'never';

/** What a worker is told to do, by the environment variable `FAULT_ORDER`, as JSON. */
export interface Order {
  readonly moment: Moment;
  /** Where the workers of a case note what they do, and which points have been used up. */
  readonly directory: string;
  /** Only in these activities; left out: in every one. A refusal is no harm that is done once: it stays. */
  readonly activities?: readonly string[];
}

export const ORDER_VARIABLE = 'FAULT_ORDER';
