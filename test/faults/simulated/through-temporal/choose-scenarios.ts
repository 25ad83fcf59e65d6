import { drawScenario } from '../draw-scenario';
import { FAULT_IDS, type Fault, type FaultId } from '../faults';
import type { Scenario } from '../run-scenario';
import type { WorkflowHost } from '../temporal/workflow-host';

/** Those before it are played on a virtual clock. */
const FIRST_SEED = 2001;
/** What takes machines longer is left to the seeds on a virtual clock. */
const LONGEST_MS = 180_000;

/**
 * The first so many seeds, beyond those of the virtual clock, with a fault of each kind in turn. Left out is what takes
 * machines minutes, and join material that expires by their clock before a worker, which goes by the time of day, has had
 * the time to use it.
 */
export async function chooseScenarios(count: number, host: WorkflowHost): Promise<readonly Scenario[]> {
  const chosen: Scenario[] = [];
  for (let seed = FIRST_SEED; chosen.length < count; seed += 1) {
    const wanted: FaultId = FAULT_IDS[chosen.length % FAULT_IDS.length] ?? 'W1';
    const scenario = await drawScenario(seed, host);
    const { faults, isPrepared, materialTtlSeconds, reset } = scenario;
    const isFit =
      isPrepared === true && materialTtlSeconds === undefined && reset === undefined && faults.every(isShort);
    if (isFit && faults.some(({ id }) => id === wanted)) chosen.push(scenario);
  }
  return chosen;
}

function isShort({ blow }: Fault): boolean {
  return !('ms' in blow) || blow.ms <= LONGEST_MS;
}
