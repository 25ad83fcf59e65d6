import { getExternalWorkflowHandle, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { StepsResult } from '../activities/contract';
import { type InstallNodeInput, nodeProgressSignal } from './child-messages';
import { type StepPhase, stepPhasesOfNode } from './node-phases';
import { PHASE_TITLES } from './phases';

/** One node's part of an install: where it is, what it has been told by its parent, and what it tells its parent. */
export class NodeRun {
  readonly input: InstallNodeInput;
  readonly phases: readonly StepPhase[];
  readonly #changedSteps: string[] = [];
  phase: StepPhase = 'prepare';
  isHeld = false;

  constructor(input: InstallNodeInput) {
    this.input = input;
    this.phases = stepPhasesOfNode(input.cluster, input.node);
    this.#show();
  }

  /** Goes on to a phase; the parent takes the first one for granted. */
  enter(phase: StepPhase): void {
    if (phase === this.phase) return;
    this.phase = phase;
    this.#show();
    if (this.input.reports) void this.#report();
  }

  record({ steps }: StepsResult): void {
    this.#changedSteps.push(...steps.filter(({ changed }) => changed).map(({ step }) => step));
  }

  get changedSteps(): readonly string[] {
    return this.#changedSteps;
  }

  /** A parent that is gone has cancelled this workflow: there is nobody left to tell, and nothing to fail for. */
  async #report(): Promise<void> {
    const { parent } = workflowInfo();
    if (parent === undefined) return;
    const { node } = this.input;
    try {
      await getExternalWorkflowHandle(parent.workflowId).signal(nodeProgressSignal, { node, phase: this.phase });
    } catch {
      // The parent's close policy ends this workflow.
    }
  }

  #show(): void {
    const reached = this.phases.indexOf(this.phase);
    const lines = this.phases.map((phase, index) => {
      const mark = index < reached ? '✓' : index === reached ? '▶' : '·';
      return `- ${mark} ${PHASE_TITLES[phase]}`;
    });
    setCurrentDetails([`### ${this.input.node}`, ...lines].join('\n'));
  }
}
