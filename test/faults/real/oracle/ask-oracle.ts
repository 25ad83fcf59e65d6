import { checkCluster } from './check-cluster';
import { checkHistories } from './check-histories';
import { checkInit } from './check-init';
import { checkLeftovers } from './check-leftovers';
import { checkReapply } from './check-reapply';
import { checkSecrets } from './check-secrets';
import type { Question, Violations } from './question';

/** In this order: a re-apply adds a history, and histories are written down before they are searched. */
const CHECKS = { checkCluster, checkLeftovers, checkInit, checkReapply, checkHistories, checkSecrets };

/** Everything that must hold after every case, seen by nothing that the product decides by. */
export async function askOracle(question: Question): Promise<Violations> {
  const violations: string[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      violations.push(...(await check(question)));
    } catch (error) {
      violations.push(`${name} could not look: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return violations;
}
