/** A time limit and a caller's signal, as one signal for the work inside. */
export interface Limit {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
  /** The reason the signal gets when the time is up. */
  readonly timeoutError: () => Error;
}

/**
 * Runs `work` with a signal that aborts with the caller's reason or the timeout error, whichever comes first.
 * Nothing stays attached to the caller's signal afterwards, however long that lives.
 */
export async function withinLimit<T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const passOn = () => controller.abort(limit.signal?.reason);
  const timer =
    limit.timeoutMs === undefined
      ? undefined
      : setTimeout(() => controller.abort(limit.timeoutError()), limit.timeoutMs);
  if (limit.signal?.aborted === true) passOn();
  limit.signal?.addEventListener('abort', passOn, { once: true });
  try {
    controller.signal.throwIfAborted();
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    limit.signal?.removeEventListener('abort', passOn);
  }
}

/** The promise's outcome, or a rejection with `signal.reason` as soon as that aborts. */
export async function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
