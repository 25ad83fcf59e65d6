import { createHash, randomBytes } from 'node:crypto';
import type { Addon, EtcdMember } from '../../../../src/plan/facts';
import type { Machine } from './machine';
import type { World } from './world';

/** A member of etcd: its data directory names it by id, its URL names the machine. */
export interface Member {
  readonly id: string;
  readonly peerUrl: string;
  /** Empty until it has started once. */
  name: string;
  isLearner: boolean;
}

export interface NodeObject {
  readonly name: string;
  readonly machine: Machine | undefined;
  isControlPlane: boolean;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  taints: readonly { readonly key: string }[];
  version: number;
}

export interface BootstrapToken {
  readonly secret: string;
  readonly description: string;
  readonly expiresAtMs: number;
}

/** kubeadm keeps the Secret of the certificates for two hours. */
const CERTIFICATES_LIVE_MS = 7_200_000;
/** The controller manager calls a node NotReady so long after its kubelet's last word. */
const NODE_GRACE_MS = 40_000;

/** One etcd cluster and what its API server holds. Made by the first etcd that starts with an empty log. */
export class SimulatedCluster {
  /** UID of kube-system. */
  readonly uid = randomBytes(8).toString('hex');
  readonly world: World;
  readonly members: Member[] = [];
  readonly nodes = new Map<string, NodeObject>();
  readonly tokens = new Map<string, BootstrapToken>();
  /** Of which all is there, or no more than the workload. */
  readonly addons = new Map<Addon, 'begun' | 'whole'>();
  certificates: { readonly certificateKey: string; readonly expiresAtMs: number } | undefined;
  joinConfigMap: { readonly epoch: number; readonly holder: string; readonly version: number } | undefined;
  kubeadmConfig: string | undefined;
  podNetworkSinceMs: number | undefined;
  /** The ConfigMap in which the product keeps what it applied. */
  podNetworkRecord: string | undefined;
  /** Of the member that was given the lead last. */
  leaderId: string | undefined;
  readonly smokeTests = new Set<string>();
  /** Whoever is between asking for a change of membership and its end. */
  readonly changers = new Set<string>();

  constructor(world: World) {
    this.world = world;
  }

  uploadCertificates(certificateKey: string): void {
    this.certificates = { certificateKey, expiresAtMs: this.world.clock.now() + CERTIFICATES_LIVE_MS };
  }

  get liveCertificates(): { readonly certificateKey: string } | undefined {
    return this.certificates !== undefined && this.certificates.expiresAtMs > this.world.clock.now()
      ? this.certificates
      : undefined;
  }

  findToken(id: string): BootstrapToken | undefined {
    const token = this.tokens.get(id);
    return token !== undefined && token.expiresAtMs > this.world.clock.now() ? token : undefined;
  }

  accepts(token: string): boolean {
    return this.findToken(token.slice(0, 6))?.secret === token.slice(7);
  }

  addMember(peerUrl: string, name: string, isLearner: boolean): Member {
    const id = createHash('sha256').update(`${this.uid} ${peerUrl} ${this.members.length} ${this.world.clock.now()}`);
    // As a number it has no leading zeros to lose.
    const member = { id: `f${id.digest('hex').slice(0, 14)}`, peerUrl, name, isLearner };
    this.members.push(member);
    return member;
  }

  removeMember(id: string): void {
    const index = this.members.findIndex((member) => member.id === id);
    if (index >= 0) this.members.splice(index, 1);
  }

  /** Notes that somebody changes the membership, and that nobody else may do so now. */
  async changeMembership<T>(who: string, work: () => Promise<T>): Promise<T> {
    const others = [...this.changers].filter((other) => other !== who);
    if (others.length > 0) {
      this.world.journal.violate(`${who} changes the etcd membership while ${others.join(', ')} does`);
    }
    this.changers.add(who);
    try {
      return await work();
    } finally {
      this.changers.delete(who);
    }
  }

  /** The member that leads: whoever was given the lead last, or the first voter that runs. */
  get leader(): Member | undefined {
    const running = this.members.filter((member) => !member.isLearner && this.machineOf(member) !== undefined);
    return running.find(({ id }) => id === this.leaderId) ?? running[0];
  }

  /** Machines whose etcd runs with the data of one of the members. */
  machineOf({ id }: Member): Machine | undefined {
    return this.world.machines.find((machine) => machine.etcd?.cluster === this && machine.etcd.memberId === id);
  }

  get hasQuorum(): boolean {
    const voters = this.members.filter(({ isLearner }) => !isLearner);
    const running = voters.filter((member) => this.machineOf(member)?.isEtcdRunning === true);
    return running.length > voters.length / 2;
  }

  /** What a linearizable member list says. */
  listMembers(): EtcdMember[] {
    return this.members.map(({ id, name, peerUrl, isLearner }) => ({ id, name, peerUrl, isLearner }));
  }

  register(machine: Machine): void {
    const known = this.nodes.get(machine.name);
    if (known?.machine === machine) return;
    const fresh = { isControlPlane: false, labels: {}, annotations: {}, taints: [], version: 1 };
    this.nodes.set(machine.name, { ...fresh, ...known, name: machine.name, machine });
    this.world.journal.note(`${machine.name} is registered`);
  }

  /** A Node whose machine is no more, or was another one. */
  plantNode(name: string): void {
    const node = { isControlPlane: false, labels: {}, annotations: {}, taints: [], version: 1 };
    this.nodes.set(name, { ...node, name, machine: undefined });
  }

  stateOf(name: string): 'absent' | 'not-ready' | 'ready' {
    const node = this.nodes.get(name);
    if (node === undefined) return 'absent';
    if (node.machine === undefined || this.podNetworkSinceMs === undefined) return 'not-ready';
    const now = this.world.clock.now();
    const hasNetwork = now - this.podNetworkSinceMs > 3000;
    const { silentSinceMs } = node.machine.kubelet;
    return hasNetwork && (silentSinceMs === undefined || now - silentSinceMs < NODE_GRACE_MS) ? 'ready' : 'not-ready';
  }
}
