import type { Cluster } from '../../../../src/config/cluster';
import type { Clock } from './clock';
import type { SimulatedCluster } from './cluster';
import { Holdings } from './holdings';
import { Journal } from './journal';
import { Machine } from './machine';
import { Random } from './random';

/** Where faults reach into the world. */
export interface WorldHooks {
  /** A process on a machine is about to do something that takes time. */
  nodeStep(machine: Machine, step: string): void;
}

/** What of the nodes' side may be broken on purpose, to see that the suite notices. */
export type NodeProtection = 'lock' | 'fence' | 'attach' | 're-look';

/** What machines hold, by their name. */
export type PreparedResources = ReadonlyMap<string, ReturnType<Holdings['list']>>;

export interface WorldOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly hooks?: WorldHooks;
  readonly broken?: readonly NodeProtection[];
  /** What the machines have been brought to before. */
  readonly resources?: PreparedResources;
}

/** The machines of one cluster file, the clusters that have come to be on them, and what has happened. */
export class World {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly machines: readonly Machine[];
  readonly clusters: SimulatedCluster[] = [];
  /** Texts that nobody may ever see. */
  readonly secrets = new Set<string>();
  readonly broken: ReadonlySet<NodeProtection>;
  /** CoreDNS is of a version that kubeadm does not know, so that it refuses to apply it over itself; of every other seed. */
  readonly isCorednsUnknown: boolean;
  readonly kubernetesVersion: string;
  hooks: WorldHooks;

  constructor(cluster: Cluster, { seed, clock, hooks, broken = [], resources }: WorldOptions) {
    this.clock = clock;
    this.random = new Random(seed, 'world');
    this.hooks = hooks ?? { nodeStep: () => undefined };
    this.broken = new Set(broken);
    this.isCorednsUnknown = seed % 2 === 0;
    this.kubernetesVersion = cluster.spec.kubernetes.version;
    const startedAtMs = clock.now();
    this.journal = new Journal(() => clock.now() - startedAtMs);
    this.machines = cluster.spec.nodes.map((node) => new Machine(this, node, new Holdings(resources?.get(node.name))));
  }

  /** The clusters that there were are history: what begins now is the first one. */
  forgetClusters(): void {
    this.clusters.length = 0;
    this.journal.counts.delete('kubeadm init ended well');
  }

  machine(name: string): Machine {
    const found = this.machines.find((machine) => machine.name === name);
    if (found === undefined) throw new Error(`the world has no machine ${name}`);
    return found;
  }

  /** The API behind the control-plane endpoint. */
  get endpoint(): SimulatedCluster | undefined {
    return this.machines.find(({ servedCluster }) => servedCluster !== undefined)?.servedCluster;
  }
}
