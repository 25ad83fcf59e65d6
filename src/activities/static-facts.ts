import { probeStaticFacts, type StaticFacts } from '../remote/static-facts';
import type { Session } from '../ssh/session';

/** A machine that was built anew under the same address is seen at the latest after this. */
const MAX_AGE_MS = 10 * 60_000;

const known = new WeakMap<Session, { readonly facts: Promise<StaticFacts>; readonly atMs: number }>();

/** The node's static facts; a second activity on the same session within ten minutes pays no round trip for them. */
export function staticFactsOf(session: Session): Promise<StaticFacts> {
  const cached = knownStaticFacts(session);
  if (cached !== undefined) return cached;
  const facts = probeStaticFacts(session);
  known.set(session, { facts, atMs: Date.now() });
  facts.catch(() => known.delete(session));
  return facts;
}

/** As `staticFactsOf`, for whoever would ask the node more than that: undefined where nothing is known yet. */
export function knownStaticFacts(session: Session): Promise<StaticFacts> | undefined {
  const cached = known.get(session);
  return cached !== undefined && Date.now() - cached.atMs < MAX_AGE_MS ? cached.facts : undefined;
}

/** For whoever has just asked the node more than that. */
export function rememberStaticFacts(session: Session, facts: StaticFacts): StaticFacts {
  const { os, architecture, interfaces } = facts;
  const remembered = { os, architecture, interfaces };
  known.set(session, { facts: Promise.resolve(remembered), atMs: Date.now() });
  return remembered;
}
