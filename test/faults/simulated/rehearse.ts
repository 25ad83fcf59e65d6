import { clusterOf, type Shape } from './clusters';
import { placeOf, type PlacesByKind } from './faults';
import type { PreparedResources } from './model/world';
import { judge } from './oracle';
import type { Point, PointKind } from './points';
import { Simulation } from './simulation';
import { VirtualStage } from './temporal/virtual-stage';
import { inVirtualTime } from './temporal/virtual-time';
import type { WorkflowHost } from './temporal/workflow-host';

/** An install of a shape without any fault. */
export interface Rehearsal {
  /** The places that it comes to, which faults are drawn from. */
  readonly places: PlacesByKind;
  /** Of the simulated world, to its end. */
  readonly tookMs: number;
  /** What it leaves on the machines before kubeadm. */
  readonly resources: PreparedResources;
}

const rehearsals = new Map<string, Promise<Rehearsal>>();

/** On blank machines, or on such that everything up to kubeadm is on already. Once for each. */
export function rehearse(shape: Shape, isPrepared: boolean, host: WorkflowHost): Promise<Rehearsal> {
  const name = `${shape} ${isPrepared}`;
  const known = rehearsals.get(name) ?? install(shape, isPrepared, host);
  rehearsals.set(name, known);
  return known;
}

async function install(shape: Shape, isPrepared: boolean, host: WorkflowHost): Promise<Rehearsal> {
  const resources = isPrepared ? (await rehearse(shape, false, host)).resources : undefined;
  const places: Record<PointKind, string[]> = { schedule: [], begin: [], call: [], end: [], step: [] };
  const onPoint = (point: Point) => void places[point.kind].push(placeOf(point));
  const cluster = clusterOf(shape);
  const stage = new VirtualStage(0, host);
  const simulation = new Simulation({ seed: 0, cluster, stage, onPoint, ...(resources && { resources }) });
  const { people, world } = simulation;
  await inVirtualTime(stage.clock, async () => {
    people[0]?.install();
    await simulation.until(() => people.every(({ isDone }) => isDone));
  });
  const tookMs = simulation.clock.elapsedMs;
  const problems = judge(world, cluster);
  if (problems.length > 0) throw new Error(`an install of ${shape} without any fault fails:\n${problems.join('\n')}`);
  return {
    places,
    tookMs,
    resources: new Map(world.machines.map((machine) => [machine.name, [...machine.resources]])),
  };
}
