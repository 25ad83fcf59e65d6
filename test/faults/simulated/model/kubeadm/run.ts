import type { KubeadmScript } from '../../../../../src/remote/kubeadm/compose-kubeadm';
import type { Process } from '../process';

/** kubeadm gave up; the message is what it prints. */
export class KubeadmError extends Error {
  override readonly name = 'KubeadmError';
}

/** What one run of kubeadm has at hand. */
export interface KubeadmRun {
  readonly process: Process;
  readonly script: KubeadmScript;
  readonly say: (line: string) => void;
}

export type Phase = readonly [name: string, work: (run: KubeadmRun) => Promise<void>];

/** Runs the phases that are not skipped, by themselves or with the one that they are in, in their order. Errors: KubeadmError. */
export async function runPhases(run: KubeadmRun, phases: readonly Phase[]): Promise<void> {
  for (const [name, work] of phases) {
    const [outer = name] = name.split('/');
    if ([name, outer].some((each) => run.script.skipPhases.includes(each))) continue;
    run.say(`[${name}]`);
    await run.process.work(60, name);
    await work(run);
  }
}

/** Polls until it holds; gives up with `cause` after so long, as kubeadm's own waits do. */
export async function waitFor(
  { process }: KubeadmRun,
  limitMs: number,
  cause: string,
  holds: () => boolean,
): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 500) {
    if (waitedMs > limitMs) throw new KubeadmError(cause);
    await process.work(500);
  }
}
