import type { JoinMaterial } from '../activities/contract';
import { controlPlanes, hasExternalEtcd } from '../config/nodes';
import { scopeCluster } from '../config/scope-cluster';
import type { NodePlan } from '../plan/install-plan';
import type { Claims } from './claims';
import { checkEtcd } from './cluster-checks';
import { EtcdTurn } from './etcd-turn';
import { branchFailure, failureCause, JOIN_MATERIAL_STALE } from './failure-cause';
import type { InstallProgress } from './install-progress';
import { describeMaterial, JoinMaterials, type MaterialWish } from './join-materials';
import type { Run } from './run';
import { WAITING_STATES } from './waiting-states';

/** Material that is stale this often in a row is not the cause. */
const MAX_ISSUES = 5;

/** The joins of a cluster: all side by side but for the part that changes etcd's membership. */
export class NodeJoins {
  readonly #run: Run;
  readonly #claims: Claims;
  readonly #progress: InstallProgress;
  readonly #materials: JoinMaterials;
  readonly #turn: EtcdTurn;

  constructor(run: Run, claims: Claims, progress: InstallProgress) {
    this.#run = run;
    this.#claims = claims;
    this.#progress = progress;
    const { fence } = progress.agreed.plan;
    this.#materials = new JoinMaterials(run, fence, () => this.#issuers());
    this.#turn = new EtcdTurn(
      run.board,
      {
        isMembershipSane: () => this.#isMembershipSane(),
        removeLearner: (node) => this.#removeLearner(node),
      },
      progress.etcdTurnKeptFor,
    );
  }

  /** The node that left etcd's membership unfinished. */
  get etcdTurnKeptFor(): string | undefined {
    return this.#turn.keptFor;
  }

  /** Joins the node, with join material that is issued again when it has gone stale in the meantime. */
  async join({ node, controlPlane }: NodePlan): Promise<void> {
    const { board } = this.#run;
    let rejectEpoch: number | undefined;
    for (let issues = 1; ; issues += 1) {
      const request = await this.#claims.requestJoin(node, { anew: issues > 1 });
      const wish = { request, forControlPlane: controlPlane, ...(rejectEpoch === undefined ? {} : { rejectEpoch }) };
      const material = await this.#awaitMaterial(node, wish);
      try {
        await (controlPlane ? this.#joinControlPlane(node, material) : this.#joinWorker(node, material));
        return;
      } catch (error) {
        const failure = failureCause(error);
        if (failure.type !== JOIN_MATERIAL_STALE) throw error;
        if (issues === MAX_ISSUES) throw branchFailure({ ...failure, type: 'JoinMaterialNeverGood' });
        board.notice(`${node}: ${describeMaterial(material)} is stale and is issued again: ${failure.cause}`);
        rejectEpoch = material.epoch;
      }
    }
  }

  async #awaitMaterial(node: string, wish: MaterialWish): Promise<JoinMaterial> {
    const endWait = this.#run.board.beginWait({ state: 'joinMaterial', node, text: 'waits for join material' });
    try {
      return await this.#materials.issue(wish);
    } finally {
      endWait();
    }
  }

  async #joinControlPlane(node: string, material: JoinMaterial): Promise<void> {
    const input = { ...this.#claims.task(node), material };
    const call = { through: node };
    await this.#run.perform('prepareControlPlaneJoin', input, call);
    const joinEtcd = () => this.#run.perform('joinEtcdMember', input, call);
    await (hasExternalEtcd(this.#run.cluster) ? joinEtcd() : this.#inEtcdTurn(node, joinEtcd));
    await this.#run.perform('finishControlPlaneJoin', input, call);
  }

  async #joinWorker(node: string, material: JoinMaterial): Promise<void> {
    await this.#run.perform('joinWorker', { ...this.#claims.task(node), material }, { through: node });
  }

  async #inEtcdTurn(node: string, work: () => Promise<unknown>): Promise<void> {
    await this.#awaitEtcdTurn(node);
    this.#run.board.noteNode(node, 'changes the etcd membership');
    let joined = false;
    try {
      await work();
      joined = true;
    } finally {
      await this.#turn.giveBack(joined);
      this.#run.board.noteNode(node, undefined);
    }
  }

  async #awaitEtcdTurn(node: string): Promise<void> {
    const isMine = (): boolean => this.#turn.holder === node;
    this.#turn.request(node);
    if (isMine()) return;
    const first = this.#turn.holder ?? this.#turn.keptFor ?? 'another node';
    const endWait = this.#run.board.beginWait({
      state: 'etcdTurn',
      node,
      text: `waits for the etcd turn, which ${first} has`,
    });
    try {
      await WAITING_STATES.etcdTurn.until(isMine);
    } catch (error) {
      this.#turn.leave(node);
      throw error;
    } finally {
      endWait();
    }
  }

  /** Those that answer come first; the others may have joined by the time that material is issued again. */
  #issuers(): readonly string[] {
    const others = controlPlanes(this.#run.cluster).map(({ name }) => name);
    return [...new Set([...this.#progress.live, ...others])];
  }

  /** False also where nobody can tell: then the turn stays with the node that left it unfinished. */
  async #isMembershipSane(): Promise<boolean> {
    try {
      const { members } = await checkEtcd(this.#run.cluster, this.#progress.live, this.#run.perform);
      return members.every(({ name, isLearner }) => name !== '' && !isLearner);
    } catch {
      return false;
    }
  }

  async #removeLearner(node: string): Promise<boolean> {
    const peers = this.#progress.live.filter((each) => each !== node);
    const [through] = peers;
    if (through === undefined) return false;
    const { fence } = this.#progress.agreed.plan;
    const input = { cluster: scopeCluster(this.#run.cluster), fence, controlPlanes: peers, node };
    try {
      await this.#run.perform('removeLearner', input, { through, about: node });
      return true;
    } catch {
      return false;
    }
  }
}
