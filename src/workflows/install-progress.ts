import type { JoinRequest } from '../activities/contract';
import type { AgreedPlan } from './agree-on-plan';
import type { InstallNodeResult } from './child-messages';

/** How far an install has come; what another execution needs to go on from there. */
export interface CarriedInstall {
  readonly agreed: AgreedPlan;
  readonly claimed: readonly { readonly node: string; readonly request?: JoinRequest }[];
  readonly wiped: readonly string[];
  readonly prepared: readonly NodeSteps[];
  readonly done: readonly NodeSteps[];
  readonly skipped: readonly string[];
  readonly live: readonly string[];
  readonly isCniApplied: boolean;
  readonly isEtcdUp?: true;
  readonly updatedApiServers?: readonly string[];
  readonly podNetworkLeft?: readonly string[];
  readonly etcdTurnKeptFor?: string;
  readonly failed?: readonly string[];
}

type NodeSteps = { readonly node: string } & InstallNodeResult;

/** The same while the install walks. */
export class InstallProgress {
  readonly agreed: AgreedPlan;
  /** With the key that join material for the node is sealed to, where it is to join. */
  readonly claimed: Map<string, JoinRequest | undefined>;
  /** A later wipe would hit what was built since. */
  readonly wiped: Set<string>;
  /** Nodes whose own workflow has ended well, and that are still to enter the cluster. */
  readonly prepared: Map<string, InstallNodeResult>;
  /** A node without a result was skipped. */
  readonly results: Map<string, InstallNodeResult | undefined>;
  /** Control planes that answer, best first; none while the first one, though it answers, is still to be finished. */
  live: readonly string[];
  isCniApplied: boolean;
  /** The external etcd is as the file wants it, and the first control plane can reach it. */
  isEtcdUp: boolean;
  /** Control planes whose API server asks the external etcd where the file says, of those that did not. */
  readonly updatedApiServers: Set<string>;
  /** Nodes that have nothing of the pod network any more that an approved switch replaces; absent: the API still has it. */
  podNetworkLeft: readonly string[] | undefined;
  /** The node that left etcd's membership unfinished. */
  etcdTurnKeptFor: string | undefined;
  /** Nodes that failed and have not come through since. */
  readonly failed: Set<string>;

  constructor(agreed: AgreedPlan, carried?: CarriedInstall) {
    const { plan } = agreed;
    const before: Partial<CarriedInstall> = carried ?? {};
    this.agreed = agreed;
    this.claimed = new Map(before.claimed?.map(({ node, request }) => [node, request]));
    this.wiped = new Set(before.wiped);
    this.prepared = new Map(before.prepared?.map(({ node, ...result }) => [node, result]));
    this.results = new Map([
      ...(before.done ?? []).map(({ node, ...result }) => [node, result] as const),
      ...(before.skipped ?? []).map((node) => [node, undefined] as const),
    ]);
    const isUp = plan.nodes.every(({ membership }) => membership !== 'init');
    this.live = before.live ?? (isUp ? plan.liveControlPlanes : []);
    this.isCniApplied = before.isCniApplied === true;
    this.isEtcdUp = before.isEtcdUp === true;
    this.updatedApiServers = new Set(before.updatedApiServers);
    this.podNetworkLeft = before.podNetworkLeft;
    this.etcdTurnKeptFor = before.etcdTurnKeptFor;
    this.failed = new Set(before.failed);
  }

  carry(): CarriedInstall {
    const results = [...this.results];
    return {
      agreed: this.agreed,
      claimed: [...this.claimed].map(([node, request]) => ({ node, ...(request === undefined ? {} : { request }) })),
      wiped: [...this.wiped],
      prepared: [...this.prepared].map(([node, result]) => ({ node, ...result })),
      done: results.flatMap(([node, result]) => (result === undefined ? [] : [{ node, ...result }])),
      skipped: results.flatMap(([node, result]) => (result === undefined ? [node] : [])),
      live: this.live,
      isCniApplied: this.isCniApplied,
      ...(this.isEtcdUp && { isEtcdUp: true as const }),
      ...(this.updatedApiServers.size > 0 && { updatedApiServers: [...this.updatedApiServers] }),
      ...(this.podNetworkLeft && { podNetworkLeft: this.podNetworkLeft }),
      ...(this.etcdTurnKeptFor === undefined ? {} : { etcdTurnKeptFor: this.etcdTurnKeptFor }),
      ...(this.failed.size > 0 && { failed: [...this.failed] }),
    };
  }
}
