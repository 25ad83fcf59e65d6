import { ApplicationFailure, Context } from '@temporalio/activity';
import type { EtcdHealth, JoinMaterial, SlipwayActivities, StepsResult } from '../../src/activities/contract';
import type { Cluster } from '../../src/config/cluster';
import { controlPlanes } from '../../src/config/nodes';
import type { NodeFacts } from '../../src/plan/facts';
import type { InstallPlan } from '../../src/plan/install-plan';
import type { ResetPlan } from '../../src/plan/reset-plan';
import type { QuorumVerdict } from '../../src/plan/lost-quorum';
import { planOf, resetPlanOf } from './plans';

type Name = keyof SlipwayActivities;
type Hook = (call: FakeCall) => unknown;

interface FakeActivity {
  readonly call: FakeCall;
  readonly hook: ScriptedHook | undefined;
}

/** An activity that is in the hands of the test. */
export interface OpenActivity {
  /** Resolved as soon as it runs. */
  readonly begun: Promise<void>;
  /** It comes to its end. */
  letGo(): void;
}

interface ScriptedHook {
  readonly name: Name;
  readonly node: string | undefined;
  readonly run: Hook;
  left: number;
}

/** One activity, as the worker ran it. */
export interface FakeCall {
  readonly name: Name;
  /** Node that the work is on, where it is on one. */
  readonly node: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly startedAtMs: number;
  /** Of its latest attempt. */
  endedAtMs?: number;
}

/** An activity failure that no retry will mend. */
export function fatal(type: string, message: string, fix?: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: fix === undefined ? [] : [{ fix }] });
}

/**
 * The activities of the product over nodes that exist in memory: enough of them to install a cluster. Hooks script
 * what goes wrong; a hook may throw, wait, or answer in the activity's place.
 */
export class FakeActivities {
  readonly calls: FakeCall[] = [];
  readonly joined = new Set<string>();
  readonly epochs = { current: 1 };
  /** Replaces parts of what etcdHealth tells. */
  etcd: Partial<EtcdHealth> = {};
  /** What assessQuorum finds. */
  quorum: QuorumVerdict = { state: 'kept' };
  /** Replaces parts of the plan. */
  plan: (plan: InstallPlan) => InstallPlan = (plan) => plan;
  /** Replaces parts of the plan of a reset. */
  resetPlan: (plan: ResetPlan) => ResetPlan = (plan) => plan;
  /** How long every activity takes. */
  delayMs = 5;
  /** How long join material that is issued from now on is good for. */
  materialTtlMs = 3_600_000;
  readonly #hooks: ScriptedHook[] = [];
  readonly #activities = new Map<string, FakeActivity>();

  /** Runs `hook` in the next `times` activities of the name, on the node when one is given. */
  on(name: Name, node: string | undefined, hook: Hook, times = 1): this {
    this.#hooks.push({ name, node, run: hook, left: times });
    return this;
  }

  /** The next activity of the name, on the node when one is given, runs until it is let go: for no time that a busy machine exceeds. */
  keepOpen(name: Name, node?: string): OpenActivity {
    let letGo: () => void = () => undefined;
    const isLetGo = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const begun = new Promise<void>((resolve) => {
      this.on(name, node, () => {
        resolve();
        return isLetGo;
      });
    });
    return { begun, letGo: () => letGo() };
  }

  callsOf(name: Name, node?: string): FakeCall[] {
    return this.calls.filter((call) => call.name === name && (node === undefined || call.node === node));
  }

  /** The activities as a worker registers them. */
  asActivities(): SlipwayActivities {
    const effects = this.#effects();
    const wrapped = Object.entries(effects).map(([name, effect]) => [
      name,
      (input: Readonly<Record<string, unknown>>) => this.#attempt(name as Name, input, effect as Hook),
    ]);
    return Object.fromEntries(wrapped) as SlipwayActivities;
  }

  async #attempt(name: Name, input: Readonly<Record<string, unknown>>, effect: Hook): Promise<unknown> {
    const context = Context.current();
    const beat = setInterval(() => context.heartbeat(), 200);
    const { call, hook } = this.#activityOf(name, input, context);
    try {
      await new Promise((resolve) => setTimeout(resolve, this.delayMs));
      const answer = await hook?.run(call);
      return answer ?? (await effect(input as never));
    } finally {
      clearInterval(beat);
      call.endedAtMs = performance.now();
    }
  }

  /** On a busy machine an attempt may be lost with what it said: the next one is the same call, under the same hook. */
  #activityOf(name: Name, input: Readonly<Record<string, unknown>>, { info }: Context): FakeActivity {
    const id = `${info.workflowExecution?.runId}/${info.activityId}`;
    const known = this.#activities.get(id);
    if (known !== undefined) return known;
    const call: FakeCall = { name, node: nodeOf(input), input, startedAtMs: performance.now() };
    const isMeant = (hook: ScriptedHook) => hook.name === name && (hook.node === undefined || hook.node === call.node);
    const hook = this.#hooks.find((next) => next.left > 0 && isMeant(next));
    if (hook !== undefined) hook.left -= 1;
    const activity = { call, hook };
    this.#activities.set(id, activity);
    this.calls.push(call);
    return activity;
  }

  #effects(): SlipwayActivities {
    const steps = async ({ node }: { readonly node: string }): Promise<StepsResult> => ({ steps: [stepOn(node)] });
    const nothing = async (): Promise<void> => undefined;
    return {
      gatherFacts: async ({ nodes }) => ({
        facts: nodes.map((node) => ({ node }) as NodeFacts),
        unreachable: [],
        roundTrips: Object.fromEntries(nodes.map((node) => [node, 1])),
      }),
      planInstall: async ({ cluster, holder }) => this.plan(planOf(cluster, holder, this.joined)),
      claimNode: async ({ fence, node, joins }) => ({ fence, ...(joins ? { request: requestOf(node) } : {}) }),
      releaseNode: nothing,
      wipeNode: async () => ({ removed: ['/etc/kubernetes'] }),
      prepareNode: steps,
      installRuntime: steps,
      installLoadBalancer: steps,
      installKubernetes: steps,
      pullImages: steps,
      installExternalEtcd: async ({ controlPlanes: clients }) => ({
        changes: clients.map((client) => `let ${client} reach etcd`),
      }),
      updateApiServer: async () => ({ changed: true }),
      initControlPlane: async ({ node }) => {
        this.joined.add(node);
        return { move: 'init', clusterUid: 'uid-1', caHash: 'sha256:ca' };
      },
      requestJoin: async ({ node }) => requestOf(node),
      issueJoinMaterial: async ({ issuers, requests, rejectEpoch }) => {
        const isIssued = rejectEpoch !== undefined && rejectEpoch >= this.epochs.current;
        if (isIssued) this.epochs.current = rejectEpoch + 1;
        const expiry = new Date(Date.now() + this.materialTtlMs).toISOString();
        return {
          epoch: this.epochs.current,
          issuer: issuers[0] ?? 'nobody',
          ...(isIssued ? { issued: true } : {}),
          tokenExpiresAt: expiry,
          certificateKeyExpiresAt: expiry,
          sealed: Object.fromEntries(requests.map(({ node }) => [node, 'c2VhbGVk'])),
        };
      },
      prepareControlPlaneJoin: async ({ material }) => ({ move: opened(material, 'join') }),
      joinEtcdMember: async ({ material }) => ({ move: opened(material, 'join') }),
      finishControlPlaneJoin: async ({ node, material }) => void this.joined.add(opened(material, node)),
      joinWorker: async ({ node, material }) => {
        this.joined.add(opened(material, node));
        return { move: 'join' };
      },
      applyCni: async () => ({ applied: 6, changed: 6 }),
      removePodNetwork: async ({ network }) => ({ removed: network.objects.length }),
      leavePodNetwork: async ({ node }) => ({ removed: [`the pod network of ${node}`] }),
      labelNodes: async () => ({ changed: [] }),
      removeLearner: async () => {
        this.etcd = {};
        return { removed: ['a1'] };
      },
      retireJoinMaterial: async () => ({ tokens: 2 }),
      assessQuorum: async () => this.quorum,
      recoverEtcd: async () => {
        this.quorum = { state: 'kept' };
        return { outcome: 'recovered', backup: '/var/lib/slipway/etcd-backups/one' };
      },
      etcdHealth: async ({ cluster }) => this.#etcdOf(cluster),
      waitNodesReady: async ({ nodes }) => ({
        nodes: nodes.map((name) => ({ name, ready: true, version: 'v1.34.4' })),
      }),
      smokeTest: async ({ cluster }) => ({
        nodes: cluster.spec.nodes.length,
        podToPod: 20,
        nodePort: 5,
        dns: 5,
        payloadBytes: 1372,
        tookMs: 12,
      }),
      sealKubeconfig: async () => ({ sealed: 'c2VhbGVk', server: 'https://10.0.0.100:8443' }),
      planReset: async (input) => this.resetPlan(resetPlanOf(input, this.joined)),
      drainNode: nothing,
      removeEtcdMember: async () => ({ removed: true }),
      resetNode: async ({ node }) => {
        this.joined.delete(node);
        return { removed: [`what ${node} had`] };
      },
      forgetNode: nothing,
      deleteNode: nothing,
      diffNodes: async ({ nodes }) => ({ nodes: nodes.map((node) => ({ node, steps: [] })) }),
    };
  }

  #etcdOf(cluster: Cluster): EtcdHealth {
    const members = controlPlanes(cluster)
      .filter(({ name }) => this.joined.has(name))
      .map(({ name, address }) => ({
        id: name,
        name,
        peerUrl: `https://${address}:2380`,
        isLearner: false,
        endpoint: `https://${address}:2379`,
        healthy: true,
      }));
    return { members, healthy: true, problems: [], ...this.etcd };
  }
}

function nodeOf({ node }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof node === 'string' ? node : undefined;
}

function requestOf(node: string): { node: string; publicKey: string } {
  return { node, publicKey: `key-of-${node}` };
}

/** What the material is good for, while it is. */
function opened<T>({ epoch, sealed, tokenExpiresAt }: JoinMaterial, result: T): T {
  if (sealed === '' || Date.parse(tokenExpiresAt) <= Date.now())
    throw fatal('JoinMaterialStale', `the token of epoch ${epoch} expires at ${tokenExpiresAt}`);
  return result;
}

function stepOn(node: string): StepsResult['steps'][number] {
  return { step: `step-on-${node}`, title: 'A step', pending: [], unsupported: [], changed: true };
}
