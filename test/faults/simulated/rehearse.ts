import { clusterOf, type Shape } from './clusters';
import { placeOf, type PlacesByKind } from './faults';
import type { PreparedResources, World } from './model/world';
import { judge } from './oracle';
import type { Point, PointKind } from './points';
import { judgeReset } from './reset-oracle';
import { nodesOf, type ResetWish } from './reset-wish';
import { Simulation } from './simulation';
import { VirtualStage } from './temporal/virtual-stage';
import { inVirtualTime } from './temporal/virtual-time';
import type { WorkflowHost } from './temporal/workflow-host';

/** An install or a reset without any fault. */
export interface Rehearsal {
  /** The places that it comes to, which faults are drawn from. */
  readonly places: PlacesByKind;
  /** Of the simulated world, to its end. */
  readonly tookMs: number;
}

/** An install of a shape without any fault. */
export interface InstallRehearsal extends Rehearsal {
  /** What it leaves on the machines before kubeadm. */
  readonly resources: PreparedResources;
}

const installs = new Map<string, Promise<InstallRehearsal>>();
const resets = new Map<string, Promise<Rehearsal>>();

/** On blank machines, or on such that everything up to kubeadm is on already. Once for each. */
export function rehearse(shape: Shape, isPrepared: boolean, host: WorkflowHost): Promise<InstallRehearsal> {
  return once(installs, `${shape} ${isPrepared}`, () => install(shape, isPrepared, host));
}

/** What is taken out of a cluster that was installed on prepared machines. Once for each. */
export function rehearseReset(shape: Shape, reset: ResetWish, host: WorkflowHost): Promise<Rehearsal> {
  return once(resets, `${shape} ${JSON.stringify(reset)}`, () => resetAfterInstall(shape, reset, host));
}

function once<T>(known: Map<string, Promise<T>>, name: string, work: () => Promise<T>): Promise<T> {
  const made = known.get(name) ?? work();
  known.set(name, made);
  return made;
}

async function install(shape: Shape, isPrepared: boolean, host: WorkflowHost): Promise<InstallRehearsal> {
  const resources = isPrepared ? (await rehearse(shape, false, host)).resources : undefined;
  const { rehearsal, world } = await play(shape, host, resources, ({ people }) => people[0]?.install());
  const problems = judge(world, clusterOf(shape));
  if (problems.length > 0) throw new Error(`an install of ${shape} without any fault fails:\n${problems.join('\n')}`);
  const holdings = world.machines.map((machine) => [machine.name, machine.resources.list()] as const);
  return { ...rehearsal, resources: new Map(holdings) };
}

async function resetAfterInstall(shape: Shape, reset: ResetWish, host: WorkflowHost): Promise<Rehearsal> {
  const { resources } = await rehearse(shape, true, host);
  const acts = [
    (simulation: Simulation) => simulation.people[0]?.install(),
    (simulation: Simulation) => simulation.people[0]?.reset(reset),
  ];
  const { rehearsal, world } = await play(shape, host, resources, ...acts);
  const problems = judgeReset(world, nodesOf(clusterOf(shape), reset));
  if (problems.length > 0) throw new Error(`a reset of ${shape} without any fault fails:\n${problems.join('\n')}`);
  return rehearsal;
}

/** One act after the other; of the last one it tells. */
async function play(
  shape: Shape,
  host: WorkflowHost,
  resources: PreparedResources | undefined,
  ...acts: readonly ((simulation: Simulation) => void)[]
): Promise<{ readonly rehearsal: Rehearsal; readonly world: World }> {
  let places: Record<PointKind, string[]> = noPlaces();
  let begunMs = 0;
  const onPoint = (point: Point) => void places[point.kind].push(placeOf(point));
  const stage = new VirtualStage(0, host);
  const options = { seed: 0, cluster: clusterOf(shape), stage, onPoint };
  const simulation = new Simulation({ ...options, ...(resources && { resources }) });
  await inVirtualTime(stage.clock, async () => {
    for (const act of acts) {
      places = noPlaces();
      begunMs = stage.clock.elapsedMs;
      simulation.lay([]);
      act(simulation);
      await simulation.until(() => simulation.people.every(({ isDone }) => isDone));
    }
  });
  return { rehearsal: { places, tookMs: stage.clock.elapsedMs - begunMs }, world: simulation.world };
}

function noPlaces(): Record<PointKind, string[]> {
  return { schedule: [], begin: [], call: [], end: [], step: [] };
}
