import type { Note } from '../worker/notebook';

/** A strike at a worker, and how long it took until another attempt of the same activity began. */
export interface Recovery {
  readonly point: string;
  readonly tookMs: number;
}

/**
 * Every strike that the notes tell of, but for those at an attempt that another had replaced already: a worker that
 * thaws is frozen again with it. Throws for one after which the activity was never attempted again.
 */
export function findRecoveries(notes: readonly Note[]): Recovery[] {
  const isReplaced = (strike: Note) =>
    notes.some((note) => note.what === 'started' && note.atMs <= strike.atMs && isSameActivity(note, strike));
  const strikes = notes.filter((note) => (note.what === 'killed' || note.what === 'frozen') && !isReplaced(note));
  return strikes.map((strike) => {
    const { activity, subject, atMs } = strike;
    const next = notes.find((note) => note.what === 'started' && note.atMs > atMs && isSameActivity(note, strike));
    if (next === undefined) throw new Error(`${activity} of ${subject} was never attempted again`);
    return { point: `${activity} ${subject}`, tookMs: next.atMs - atMs };
  });
}

function isSameActivity(a: Note, b: Note): boolean {
  return a.workflowId === b.workflowId && a.activityId === b.activityId && a.attempt > b.attempt;
}
