import { type Shape, type Size, WHOLE_JOINS } from './clusters';
import { drawFaults, RESET_FAULT_IDS } from './faults';
import { Random } from './model/random';
import { rehearse, rehearseReset } from './rehearse';
import { drawReset } from './reset-wish';
import type { Scenario } from './run-scenario';
import type { WorkflowHost } from './temporal/workflow-host';

/** How often each shape is drawn, of a hundred: most goes wrong in an init and in the joins, which a few nodes have as well as many. */
const SHAPE_WEIGHTS: readonly (readonly [Size, number])[] = [
  ['1+0', 30],
  ['1+1', 33],
  ['1+2', 5],
  ['3+0', 24],
  ['3+1', 5],
  ['3+2', 3],
];

/** How many clusters with a control plane that joins are of a version whose control planes join in one piece. */
const WHOLE = 0.3;

const SHORT_TTLS_SECONDS = [40, 60, 80, 120];

/** How many seeds take nodes out of a cluster that was installed without any fault. */
const RESETS = 0.05;

/** What a seed stands for: the same in every run of the same code. */
export function drawScenario(seed: number, host: WorkflowHost): Promise<Scenario> {
  const random = new Random(seed, 'reset');
  return random.isLucky(RESETS) ? drawResetScenario(seed, random, host) : drawInstall(seed, host);
}

async function drawResetScenario(seed: number, random: Random, host: WorkflowHost): Promise<Scenario> {
  const { shape, reset } = drawReset(random);
  const { places } = await rehearseReset(shape, reset, host);
  return { seed, shape, reset, faults: drawFaults(random, places, RESET_FAULT_IDS), isPrepared: true };
}

async function drawInstall(seed: number, host: WorkflowHost): Promise<Scenario> {
  const random = new Random(seed, 'scenario');
  const shape = drawVersion(seed, drawSize(random));
  const isPrepared = random.isLucky(0.8);
  const { places } = await rehearse(shape, isPrepared, host);
  const faults = drawFaults(random, places);
  // In some clusters the join material lives hardly longer than a join takes.
  const materialTtlSeconds = random.isLucky(0.2) ? random.pick(SHORT_TTLS_SECONDS) : undefined;
  return {
    seed,
    shape,
    faults,
    ...(isPrepared && { isPrepared }),
    ...(materialTtlSeconds !== undefined && { materialTtlSeconds }),
  };
}

function drawSize(random: Random): Size {
  let left = random.integer(0, 99);
  const drawn = SHAPE_WEIGHTS.find(([, weight]) => (left -= weight) < 0);
  return drawn?.[0] ?? '3+2';
}

function drawVersion(seed: number, size: Size): Shape {
  return size.startsWith('3') && new Random(seed, 'version').isLucky(WHOLE) ? `${size} ${WHOLE_JOINS}` : size;
}
