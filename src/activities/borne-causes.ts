import type { Patience } from '../config/cluster';
import { type FailureRule, type FailureType, failureRules, isFailureType } from './failures';

/** By type, Unix ms. */
export type CauseTimes = Readonly<Partial<Record<FailureType, number>>>;

/** The causes of failure that the attempts of an activity have met, and that are not over. */
export interface BorneCauses {
  readonly firstSeen?: CauseTimes;
  /** An older worker left the cause of the last attempt alone, and without this. */
  readonly lastSeen?: CauseTimes;
}

/** Heartbeats stay small. */
const MAX_CAUSES = 5;

/** How long a cause is borne from when it was first seen; undefined: not at all. */
export function patienceSecondsFor(type: FailureType, settings: Patience): number | undefined {
  const { patience }: FailureRule = failureRules[type];
  return typeof patience === 'string' ? settings[patience] : patience?.seconds;
}

/**
 * The causes with one more that is seen now. The others stay, since two that take turns would else restart each other's
 * patience for good; but one that was not seen for as long as it is borne, with another seen since, has gone by itself.
 */
export function noteCause(
  { firstSeen = {}, lastSeen = {} }: BorneCauses,
  type: FailureType,
  { nowMs, patience }: { readonly nowMs: number; readonly patience: Patience },
): Required<BorneCauses> {
  const seenMs = (cause: FailureType): number => lastSeen[cause] ?? nowMs;
  const isBorne = (cause: FailureType, index: number): boolean =>
    index === 0 || nowMs - seenMs(cause) < (patienceSecondsFor(cause, patience) ?? 0) * 1000;
  const latestFirst = Object.keys(firstSeen)
    .filter(isFailureType)
    .toSorted((a, b) => seenMs(b) - seenMs(a));
  const borne = latestFirst.filter(isBorne);
  const kept = [type, ...borne.filter((cause) => cause !== type)].slice(0, MAX_CAUSES);
  const sinceMs = (cause: FailureType): number => (borne.includes(cause) ? (firstSeen[cause] ?? nowMs) : nowMs);
  return {
    firstSeen: Object.fromEntries(kept.map((cause) => [cause, sinceMs(cause)])),
    lastSeen: Object.fromEntries(kept.map((cause) => [cause, cause === type ? nowMs : seenMs(cause)])),
  };
}
