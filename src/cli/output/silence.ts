import type { WatchEvent } from '../../client';

/** Workers that are just starting, or taking over from one that died, are silent for some seconds. */
const PATIENCE_MS = 5_000;
/** Nobody answers still: said again, not all the time. */
const REMIND_EVERY_MS = 30_000;

/** Tells that nobody answers for a run once that has lasted, and again from time to time. */
export function watchSilence(tell: (message: string) => void): {
  readonly hear: (event: WatchEvent) => void;
  readonly end: () => void;
} {
  let latest = '';
  let timer: NodeJS.Timeout | undefined;
  const remind = (): void => {
    tell(latest);
    timer = setTimeout(remind, REMIND_EVERY_MS);
  };
  const end = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const hear = (event: WatchEvent): void => {
    if (event.kind === 'status') return end();
    latest = event.message;
    timer ??= setTimeout(remind, PATIENCE_MS);
  };
  return { hear, end };
}
