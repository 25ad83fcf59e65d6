import { getExternalWorkflowHandle, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { JoinMaterial, StepsResult } from '../activities/contract';
import {
  etcdTurnRequestedSignal,
  etcdTurnReturnedSignal,
  type InstallNodeInput,
  type NodeProgress,
  nodeProgressSignal,
} from './child-messages';
import type { PhaseName } from './messages';
import { phasesOfNode } from './node-phases';
import { type NodePhase, PHASE_TITLES } from './phases';

/** One node's part of an install: where it is, what it has been told by its parent, and what it tells its parent. */
export class NodeRun {
  readonly input: InstallNodeInput;
  readonly #parent = workflowInfo().parent;
  readonly #phases: readonly NodePhase[];
  readonly #changedSteps: string[] = [];
  phase: PhaseName = 'prepare';
  issuers: readonly string[];
  holdsEtcdTurn = false;

  constructor(input: InstallNodeInput) {
    this.input = input;
    this.issuers = input.issuers;
    this.#phases = phasesOfNode(input.cluster, input.node, input.membership);
    this.#show();
  }

  /** Goes on to a phase; the parent takes the first one for granted. */
  enter(phase: NodePhase): void {
    if (phase === this.phase) return;
    this.phase = phase;
    this.#show();
    if (this.input.reports) this.#tell({ node: this.input.node, phase });
  }

  /** Says what the node waits for; its parent knows by itself. */
  note(note: string | undefined): void {
    this.#show(note);
  }

  /** Tells the run something that is worth a line of its own. */
  notice(notice: string): void {
    this.#tell({ node: this.input.node, phase: this.phase, notice });
  }

  record({ steps }: StepsResult): void {
    this.#changedSteps.push(...steps.filter(({ changed }) => changed).map(({ step }) => step));
  }

  get changedSteps(): readonly string[] {
    return this.#changedSteps;
  }

  requestEtcdTurn(): void {
    void this.#toParent((parent) => parent.signal(etcdTurnRequestedSignal, { node: this.input.node }));
  }

  returnEtcdTurn(joined: boolean): void {
    this.holdsEtcdTurn = false;
    void this.#toParent((parent) => parent.signal(etcdTurnReturnedSignal, { node: this.input.node, joined }));
  }

  #tell(progress: NodeProgress): void {
    void this.#toParent((parent) => parent.signal(nodeProgressSignal, progress));
  }

  /** A parent that is gone has cancelled this workflow: there is nobody left to tell, and nothing to fail for. */
  async #toParent(tell: (parent: ReturnType<typeof getExternalWorkflowHandle>) => Promise<void>): Promise<void> {
    if (this.#parent === undefined) return;
    try {
      await tell(getExternalWorkflowHandle(this.#parent.workflowId));
    } catch {
      // The parent's close policy ends this workflow.
    }
  }

  #show(note?: string): void {
    const reached = this.#phases.indexOf(this.phase as NodePhase);
    const lines = this.#phases.map((phase, index) => {
      const mark = index < reached ? '✓' : index === reached ? '▶' : '·';
      return `- ${mark} ${PHASE_TITLES[phase]}`;
    });
    setCurrentDetails(
      [`### ${this.input.node}`, ...lines, ...(note === undefined ? [] : ['', `> ${note}`])].join('\n'),
    );
  }
}

/** The part of join material that a person may see. */
export function describeMaterial({ epoch, issuer }: JoinMaterial): string {
  return `join material of epoch ${epoch} from ${issuer}`;
}
