import { type Clock, realClock, type VirtualClock } from '../model/clock';
import { currentWorker } from './worker-process';

let current: VirtualClock | undefined;

/** While `work` lasts, the time of day and the timers of all code here are those of the clock. */
export async function inVirtualTime<T>(clock: VirtualClock, work: () => Promise<T>): Promise<T> {
  replaceTimers();
  current = clock;
  try {
    return await work();
  } finally {
    current = undefined;
  }
}

let isReplaced = false;

/** Once, since jest keeps whatever was ever put on its global object; without a clock they are the real ones. */
function replaceTimers(): void {
  if (isReplaced) return;
  isReplaced = true;
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const { now } = Date;
  const takeBack = (stop: (timer: never) => void) => (timer: unknown) =>
    typeof timer === 'function' ? (timer as () => void)() : stop(timer as never);
  Date.now = () => current?.now() ?? now();
  Object.assign(globalThis, {
    setTimeout: (callback: () => void, ms = 0, ...args: []) =>
      current?.after(ms, callback) ?? setTimeout(callback, ms, ...args),
    clearTimeout: takeBack(clearTimeout),
    setInterval: (callback: () => void, ms: number, ...args: []) =>
      current !== undefined || currentWorker() !== undefined
        ? repeat(current ?? realClock, callback, ms)
        : setInterval(callback, ms, ...args),
    clearInterval: takeBack(clearInterval),
  });
}

/** A dead process has no timers, a stopped one none that fire. */
function repeat(clock: Clock, callback: () => void, ms: number): () => void {
  const owner = currentWorker();
  let takeBack: () => void;
  const arm = () => {
    takeBack = clock.after(ms, () => {
      if (owner?.isAlive === false) return;
      arm();
      if (owner?.isStopped !== true) callback();
    });
  };
  arm();
  return () => takeBack();
}
