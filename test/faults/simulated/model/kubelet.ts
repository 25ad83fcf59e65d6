import { SimulatedCluster } from './cluster';
import type { Machine } from './machine';
import {
  ALL_PAIRS,
  BOOTSTRAP_KUBECONFIG,
  ETCD_DATA,
  ETCD_MANIFEST,
  keyOf,
  KUBELET_CONFIG,
  KUBELET_CERTIFICATE,
  KUBELET_KUBECONFIG,
  manifestOf,
  otherHalfOf,
} from './places';

const TICK_MS = 600;

/** A kubeconfig as the model keeps it. */
export interface Kubeconfig {
  /** Fingerprint of the CA that it trusts. */
  readonly ca: string;
  readonly server: 'local' | 'endpoint';
  readonly token?: string;
  /** Path of the certificate that it points to, in place of one of its own. */
  readonly certificate?: string;
}

/** The kubelet of one machine: runs static pods, gets its certificate, registers the node. In memory, but for its files. */
export class Kubelet {
  readonly #machine: Machine;
  #isActive = false;
  #takeTickBack: (() => void) | undefined;
  #etcdStartsAtMs: number | undefined;
  #apiStartsAtMs: number | undefined;
  /** Since when the API hears nothing of it; undefined while it runs. */
  silentSinceMs: number | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.silentSinceMs = machine.world.clock.now();
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  /** Its API server has started, and answers where etcd does. */
  get isApiServerUp(): boolean {
    return this.#apiStartsAtMs !== undefined && this.#apiStartsAtMs <= this.#machine.world.clock.now();
  }

  /** As systemd starts it; without its configuration and a credential it crash-loops. */
  start(): void {
    const { disk } = this.#machine;
    const hasCredential = readKubeletIdentity(this.#machine) ?? disk.read(BOOTSTRAP_KUBECONFIG);
    if (disk.read(KUBELET_CONFIG) === undefined || hasCredential === undefined) return;
    this.#isActive = true;
    this.silentSinceMs = undefined;
    this.look();
  }

  /** Static pods go on without it. */
  stop(): void {
    this.#machine.notePods();
    this.#isActive = false;
    this.silentSinceMs ??= this.#machine.world.clock.now();
    this.#takeTickBack?.();
    this.#takeTickBack = undefined;
  }

  /** The power went. */
  die(): void {
    this.stop();
    this.endPods();
  }

  /** Static pods and all others. */
  endPods(): void {
    this.#etcdStartsAtMs = undefined;
    this.#apiStartsAtMs = undefined;
    this.#machine.etcd = undefined;
  }

  /** Has it look at its files soon. */
  look(): void {
    if (!this.#isActive || this.#takeTickBack !== undefined) return;
    this.#takeTickBack = this.#machine.world.clock.after(TICK_MS, () => {
      this.#takeTickBack = undefined;
      if (this.#isActive && !this.#settle()) this.look();
    });
  }

  /** True when nothing is left to wait for. */
  #settle(): boolean {
    const isEtcdSettled = this.#settleEtcd();
    const isApiSettled = this.#settleApiServer();
    const isNodeSettled = this.#settleNode();
    return isEtcdSettled && isApiSettled && isNodeSettled;
  }

  #settleEtcd(): boolean {
    const machine = this.#machine;
    const manifest = machine.disk.read(ETCD_MANIFEST);
    if (manifest === undefined) {
      machine.etcd = undefined;
      this.#etcdStartsAtMs = undefined;
      return true;
    }
    if (machine.isEtcdRunning) return true;
    const now = machine.world.clock.now();
    this.#etcdStartsAtMs ??= now + machine.world.random.integer(500, 2500);
    if (now < this.#etcdStartsAtMs || !hasPairs(machine, 'etcd/ca', 'etcd/server', 'etcd/peer')) return false;
    this.#startEtcd(manifest);
    return machine.isEtcdRunning;
  }

  #startEtcd(manifest: string): void {
    const machine = this.#machine;
    const data = machine.disk.read(ETCD_DATA);
    if (data !== undefined) {
      const { uid, memberId } = JSON.parse(data) as { uid: string; memberId: string };
      const cluster = machine.world.clusters.find((each) => each.uid === uid);
      if (cluster?.members.some(({ id }) => id === memberId)) machine.etcd = { cluster, memberId };
      return;
    }
    const cluster =
      manifest === 'new' ? this.#beginCluster() : machine.world.clusters.find(({ uid }) => uid === manifest);
    const member = cluster?.members.find(({ peerUrl }) => peerUrl === machine.peerUrl);
    if (cluster === undefined || member === undefined || !(manifest === 'new' || cluster.hasQuorum)) return;
    if (manifest !== 'new' && member.name !== '') {
      machine.world.journal.violate(`${machine.name}: member ${member.id} starts again from an empty log`);
    }
    member.name = machine.name;
    machine.disk.write(ETCD_DATA, JSON.stringify({ uid: cluster.uid, memberId: member.id }));
    machine.etcd = { cluster, memberId: member.id };
    machine.world.journal.note(`${machine.name}: etcd runs as ${member.isLearner ? 'learner' : 'voter'}`);
  }

  #beginCluster(): SimulatedCluster {
    const { world, peerUrl, name } = this.#machine;
    const cluster = new SimulatedCluster(world);
    cluster.addMember(peerUrl, name, false);
    world.clusters.push(cluster);
    world.journal.note(`${name}: a new etcd cluster begins`);
    return cluster;
  }

  #settleApiServer(): boolean {
    const machine = this.#machine;
    if (machine.disk.read(manifestOf('kube-apiserver')) === undefined) {
      this.#apiStartsAtMs = undefined;
      return true;
    }
    if (this.#apiStartsAtMs !== undefined) return true;
    if (!hasPairs(machine, ...ALL_PAIRS) || !machine.hasVotingEtcd) return false;
    const { clock, random } = machine.world;
    // On some machines it takes longer than a dead worker is noticed.
    const startsInMs = random.isLucky(0.2) ? random.integer(10_000, 40_000) : random.integer(1500, 5000);
    this.#apiStartsAtMs = clock.now() + startsInMs;
    return true;
  }

  #settleNode(): boolean {
    const machine = this.#machine;
    const own = readKubeletIdentity(machine);
    if (own === undefined) return this.#bootstrap();
    const cluster = machine.findApi(own);
    cluster?.register(machine);
    return cluster !== undefined;
  }

  /** The kubelet's certificate for the bootstrap token; false until it has it. */
  #bootstrap(): boolean {
    const machine = this.#machine;
    const given = readKubeconfig(machine, BOOTSTRAP_KUBECONFIG);
    if (given === undefined) return true;
    // It points to the certificate before there is one.
    const { ca, server } = given;
    machine.disk.write(KUBELET_KUBECONFIG, JSON.stringify({ ca, server, certificate: KUBELET_CERTIFICATE }));
    const cluster = machine.findApi(given);
    if (cluster === undefined || !cluster.accepts(given.token ?? '')) return false;
    machine.disk.write(KUBELET_CERTIFICATE, 'certificate');
    return false;
  }
}

function hasPairs({ disk }: Machine, ...pairs: readonly string[]): boolean {
  return pairs.every((pair) => disk.read(keyOf(pair)) !== undefined && disk.read(otherHalfOf(pair)) !== undefined);
}

/** Undefined where the file is not there or is cut. */
export function readKubeconfig({ disk }: Machine, path: string): Kubeconfig | undefined {
  const text = disk.read(path);
  return text === undefined ? undefined : (JSON.parse(text) as Kubeconfig);
}

/** By what the kubelet is known to the API server; undefined until it has its certificate. */
export function readKubeletIdentity(machine: Machine): Kubeconfig | undefined {
  const own = readKubeconfig(machine, KUBELET_KUBECONFIG);
  const isPending = own?.certificate !== undefined && machine.disk.read(own.certificate) === undefined;
  return isPending ? undefined : own;
}
