import type { Blow, Loss, Plant } from './faults';
import type { SimulatedCluster } from './model/cluster';
import type { Machine } from './model/machine';
import type { World } from './model/world';
import type { Point } from './points';
import type { CallFate } from './remote/session';
import type { WorkerProcess } from './temporal/worker-process';

/** What a blow may touch beside the place where it strikes. */
export interface Scene {
  readonly world: World;
  kill(worker: WorkerProcess): void;
  killNowAndThen(): void;
  /** The Temporal server of whoever began. */
  stopTemporal(ms: number): void;
  /** Somebody brings another machine in place of this one, and has its branch tried again. */
  replaceMachine(machine: Machine, ms: number): void;
  cancel(): void;
  terminate(): void;
  startRival(): void;
}

type Strike<What extends Blow['do']> = (
  scene: Scene,
  blow: Extract<Blow, { readonly do: What }>,
  point: Point | undefined,
) => CallFate | void;

const strikes: { readonly [What in Blow['do']]: Strike<What> } = {
  'kill the worker': (scene, _, point) => point?.worker && scene.kill(point.worker),
  'kill workers every 5 to 30 s': (scene) => scene.killNowAndThen(),
  'stop the worker': (_, { ms }, point) => point?.worker?.stop(ms),
  'stop the Temporal server': (scene, { ms }) => scene.stopTemporal(ms),
  'cut the session': (_, { when }) => (when === 'before the command' ? 'cut-before' : 'cut-after'),
  'have the answer come late': (_, { ms }) => ({ answerLateMs: ms }),
  'cut the power': (_, { offMs, emptied }, point) => point?.machine?.cutPower(offMs, { emptied }),
  'destroy the machine': (scene, { ms }, point) => point?.machine && scene.replaceMachine(point.machine, ms),
  lose: ({ world }, { what }) => world.clusters.forEach(losses[what]),
  plant: ({ world }, { what }) => world.clusters.forEach(plants[what]),
  'cancel the run': (scene) => scene.cancel(),
  'terminate the run': (scene) => scene.terminate(),
  'install from a second Temporal server': (scene) => scene.startRival(),
};

/** Lets the blow fall; for a call it says what becomes of it. */
export function strike(scene: Scene, blow: Blow, point: Point | undefined): CallFate | undefined {
  const fall = strikes[blow.do] as Strike<Blow['do']>;
  return fall(scene, blow, point) ?? undefined;
}

const losses: Readonly<Record<Loss, (cluster: SimulatedCluster) => void>> = {
  'the bootstrap tokens': (cluster) => cluster.tokens.clear(),
  'the Secret of the certificates': (cluster) => {
    cluster.certificates = undefined;
  },
  'the ConfigMap of the epoch': (cluster) => {
    cluster.joinConfigMap = undefined;
  },
};

const plants: Readonly<Record<Plant, (cluster: SimulatedCluster) => void>> = {
  'the learner of a machine that is gone': (cluster) => {
    cluster.addMember('https://10.0.0.99:2380', '', true);
  },
  'an old Node of each joiner': (cluster) => {
    const joiners = cluster.world.machines.filter(({ name }) => !cluster.nodes.has(name));
    for (const { name } of joiners) cluster.plantNode(name);
  },
};
