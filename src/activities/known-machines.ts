import type { StaticFacts } from '../remote/static-facts';

/**
 * What the workers of a place remember of machines that they have met. A hint that saves the first question to each
 * node; one that is missing or out of date costs a round trip and changes no outcome.
 */
export interface KnownMachines {
  /** Undefined where the machine was never met, or what is kept of it cannot be read. Never rejects. */
  recall(machine: string): Promise<StaticFacts | undefined>;
  /** Never rejects: a hint that cannot be kept is not kept. */
  remember(machine: string, facts: StaticFacts): Promise<void>;
}
