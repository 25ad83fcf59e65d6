import type { Node } from '../../../../src/config/cluster';
import type { Fence } from '../../../../src/plan/fence';
import type { NodeFence } from '../../../../src/remote/fence';
import type { Writer } from '../../../../src/remote/guard';
import type { Epoch } from '../../../../src/remote/join-material/epoch';
import type { SimulatedCluster } from './cluster';
import { Disk } from './disk';
import type { Holdings } from './holdings';
import { NodeLock } from './guard';
import { type Kubeconfig, Kubelet } from './kubelet';
import type { Operation } from './operations';
import { otherHalfOf } from './places';
import { Process } from './process';
import type { World } from './world';

export const CNI_CONFIG = '/etc/cni/net.d/10-flannel.conflist';
const POD_TRACES = [CNI_CONFIG, 'interface cni0', 'iptables chain KUBE-SERVICES'];

/** A machine of the simulated world: what survives a power cut, what does not, and who writes on it. */
export class Machine {
  readonly world: World;
  readonly name: string;
  readonly address: string;
  readonly disk = new Disk();
  readonly operations = new Map<string, Operation>();
  readonly resources: Holdings;
  fence: NodeFence | undefined;
  /** The last claim that the node accepted, kept by the world and not by the node. */
  newestClaim: Fence | undefined;

  boot = 1;
  isOn = true;
  lock = new NodeLock(this);
  kubelet: Kubelet;
  etcd: { readonly cluster: SimulatedCluster; readonly memberId: string } | undefined;
  /** On tmpfs. */
  requestKey: string | undefined;
  readonly epochs = new Map<number, Epoch>();
  readonly openFiles = new Set<string>();
  readonly writers = new Set<Writer>();
  readonly kubeadms = new Set<string>();
  /** What the pod network and its pods have made here; of them only files outlive a power cut. */
  readonly podTraces = new Set<string>();
  readonly #powerWatchers = new Set<() => void>();

  constructor(world: World, { name, address }: Pick<Node, 'name' | 'address'>, resources: Holdings) {
    this.resources = resources;
    this.world = world;
    this.name = name;
    this.address = address;
    this.kubelet = new Kubelet(this);
  }

  spawn(name: string): Process {
    return new Process(this, name);
  }

  /** What a run of kubeadm is decided by: files, and which runs have ended. */
  digest(): string {
    const ended = [...this.operations.values()].filter(({ id, outcome }) => outcome && id.includes('-kubeadm-'));
    return [this.disk.digest(), ...ended.map(({ id }) => id)].join('\n');
  }

  setFence(fence: NodeFence): void {
    this.fence = fence;
    this.newestClaim = fence;
  }

  /**
   * Off at once, and on again after so many milliseconds. Memory, tmpfs and whatever ran are gone. What was being
   * written is as before or, `emptied`, there and empty.
   */
  cutPower(offMs: number, { emptied }: { readonly emptied: boolean }): void {
    if (!this.isOn) return;
    this.world.journal.note(`${this.name}: POWER CUT for ${offMs} ms`);
    this.#goOff({ emptied });
    this.world.clock.after(offMs, () => this.#start());
  }

  /** Off for good; after so many milliseconds another machine, with nothing on it, has its name and address. */
  replace(ms: number): void {
    if (!this.isOn) return;
    this.world.journal.note(`${this.name}: DESTROYED`);
    this.#goOff({ emptied: false });
    this.disk.remove('');
    this.operations.clear();
    this.resources.clear();
    this.podTraces.clear();
    this.fence = undefined;
    this.newestClaim = undefined;
    this.world.clock.after(ms, () => this.#start());
  }

  #goOff({ emptied }: { readonly emptied: boolean }): void {
    this.notePods();
    for (const trace of this.podTraces) if (!trace.startsWith('/')) this.podTraces.delete(trace);
    this.isOn = false;
    this.kubelet.die();
    this.lock = new NodeLock(this);
    this.requestKey = undefined;
    this.epochs.clear();
    this.writers.clear();
    this.kubeadms.clear();
    if (emptied) for (const path of this.openFiles) this.disk.cut(path);
    this.openFiles.clear();
    for (const watcher of this.#powerWatchers) watcher();
    this.#powerWatchers.clear();
  }

  #start(): void {
    this.boot += 1;
    this.isOn = true;
    this.world.journal.note(`${this.name}: boots`);
    if (this.resources.hasUnit('kubelet.service')) this.kubelet.start();
  }

  /** Pods of the cluster's network run here. */
  get servesPods(): boolean {
    const { world, name, kubelet } = this;
    return (
      kubelet.isActive && world.clusters.some((each) => each.podNetworkSinceMs !== undefined && each.nodes.has(name))
    );
  }

  /** To be said before it is asked what pods have left, and before they end. */
  notePods(): void {
    if (this.servesPods) for (const trace of POD_TRACES) this.podTraces.add(trace);
  }

  /** Calls back when the power goes; returns what stops that. */
  onPowerCut(watcher: () => void): () => void {
    this.#powerWatchers.add(watcher);
    return () => void this.#powerWatchers.delete(watcher);
  }

  get peerUrl(): string {
    return `https://${this.address}:2380`;
  }

  get caFingerprint(): string | undefined {
    return this.disk.read(otherHalfOf('ca'));
  }

  get isEtcdRunning(): boolean {
    return this.etcd !== undefined;
  }

  get hasVotingEtcd(): boolean {
    const { etcd } = this;
    const member = etcd?.cluster.members.find(({ id }) => id === etcd.memberId);
    return member !== undefined && !member.isLearner && etcd?.cluster.hasQuorum === true;
  }

  /** The cluster whose API the machine's own API server serves now. */
  get servedCluster(): SimulatedCluster | undefined {
    return this.kubelet.isApiServerUp && this.hasVotingEtcd ? this.etcd?.cluster : undefined;
  }

  /** The API behind a kubeconfig, where one answers that the kubeconfig trusts. */
  findApi({ ca, server }: Kubeconfig): SimulatedCluster | undefined {
    const machines = server === 'local' ? [this] : this.world.machines;
    return machines.find((each) => each.caFingerprint === ca && each.servedCluster)?.servedCluster;
  }
}
