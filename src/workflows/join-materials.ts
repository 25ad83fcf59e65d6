import type { IssuedMaterial, JoinMaterial, JoinRequest } from '../activities/contract';
import { scopeCluster } from '../config/scope-cluster';
import type { Fence } from '../plan/fence';
import { nodeRange } from './observe';
import type { Run } from './run';
import { settled } from './settled';

/** Material must outlive the join that it is asked for, as far as its own life allows. */
const WANTED_VALIDITY_SECONDS = 900;
/** Nodes of one activity. */
const MAX_REQUESTS = 50;

export interface MaterialWish {
  readonly request: JoinRequest;
  readonly forControlPlane: boolean;
  /** Epoch that failed the node. */
  readonly rejectEpoch?: number;
}

interface Asked {
  readonly wish: MaterialWish;
  readonly give: (material: JoinMaterial) => void;
  readonly refuse: (error: unknown) => void;
}

/** Join material: one issue at a time for each kind of node, for all that ask meanwhile. */
export class JoinMaterials {
  readonly #run: Run;
  readonly #fence: Fence;
  readonly #issuers: () => readonly string[];
  readonly #asked = { 'control plane': [] as Asked[], worker: [] as Asked[] };
  readonly #busy = new Set<Kind>();

  constructor(run: Run, fence: Fence, issuers: () => readonly string[]) {
    this.#run = run;
    this.#fence = fence;
    this.#issuers = issuers;
  }

  issue(wish: MaterialWish): Promise<JoinMaterial> {
    const kind = wish.forControlPlane ? 'control plane' : 'worker';
    return new Promise((give, refuse) => {
      this.#asked[kind].push({ wish, give, refuse });
      void this.#serve(kind);
    });
  }

  async #serve(kind: Kind): Promise<void> {
    if (this.#busy.has(kind)) return;
    this.#busy.add(kind);
    const queue = this.#asked[kind];
    while (queue.length > 0) {
      await settled().catch(() => undefined);
      await this.#issueFor(queue.splice(0, MAX_REQUESTS), kind);
    }
    this.#busy.delete(kind);
  }

  async #issueFor(asked: readonly Asked[], kind: Kind): Promise<void> {
    try {
      const { sealed, ...epoch } = await this.#perform(
        asked.map(({ wish }) => wish),
        kind,
      );
      for (const { wish, give } of asked) give({ ...epoch, sealed: sealed[wish.request.node] ?? '' });
    } catch (error) {
      for (const { refuse } of asked) refuse(error);
    }
  }

  async #perform(wishes: readonly MaterialWish[], kind: Kind): Promise<IssuedMaterial> {
    const { cluster, board } = this.#run;
    const { tokenTtlSeconds, certificateKeyTtlSeconds } = cluster.spec.joinMaterial;
    const forControlPlane = kind === 'control plane';
    const lifeSeconds = forControlPlane ? Math.min(tokenTtlSeconds, certificateKeyTtlSeconds) : tokenTtlSeconds;
    const rejected = wishes.flatMap(({ rejectEpoch }) => rejectEpoch ?? []);
    const issuers = this.#issuers();
    const nodes = nodeRange(wishes.map(({ request }) => request.node));
    const material = await this.#run.perform(
      'issueJoinMaterial',
      {
        cluster: scopeCluster(cluster),
        fence: this.#fence,
        issuers,
        requests: wishes.map(({ request }) => request),
        forControlPlane,
        ...(rejected.length === 0 ? {} : { rejectEpoch: Math.max(...rejected) }),
        minimumValiditySeconds: Math.min(WANTED_VALIDITY_SECONDS, Math.floor(lifeSeconds / 2)),
      },
      {
        ...(issuers[0] === undefined ? {} : { through: issuers[0] }),
        about: rejected.length === 0 ? nodes : `${nodes}, again after epoch ${Math.max(...rejected)}`,
      },
    );
    if (material.issued)
      board.notice(`${describeMaterial(material)} was issued for ${nodes}: the epoch before was no longer good`);
    return material;
  }
}

type Kind = 'control plane' | 'worker';

/** The part of join material that a person may see. */
export function describeMaterial({ epoch, issuer }: Pick<JoinMaterial, 'epoch' | 'issuer'>): string {
  return `join material of epoch ${epoch} from ${issuer}`;
}
