import { inspectSteps, isSecretFile, type FileFinding, type StepInspection } from '../remote/inspect-steps';
import { redact } from '../remote/redact';
import type { Step } from '../resources/resource';
import { nodeSteps } from '../steps';
import { runActivity, type ActivityDependencies, type ActivityFrame } from './activity-frame';
import type { NodeDiff, SlipwayActivities } from './contract';
import { nodeOf } from './ssh-target';
import { staticFactsOf } from './static-facts';
import { unifiedDiff } from './unified-diff';
import { resolveWorkerInputs } from './worker-inputs';

/** All diffs of an activity have to fit into one result. */
const DIFF_LENGTH = 16_000;

/** What `install` would change on each node; a node that cannot be looked at says why in `error`. */
export const diffNodes =
  (dependencies: ActivityDependencies): SlipwayActivities['diffNodes'] =>
  ({ cluster, nodes }) =>
    runActivity(dependencies, { cluster }, async (frame) => ({
      nodes: await Promise.all(nodes.map((node) => diffNode(frame, node))),
    }));

async function diffNode(frame: ActivityFrame, name: string): Promise<NodeDiff> {
  const { cluster, catalog, openSession, signal } = frame;
  try {
    const session = await openSession(name);
    const facts = await staticFactsOf(session);
    const node = nodeOf(cluster, name);
    const inputs = await resolveWorkerInputs(cluster, node, facts, catalog);
    const steps = nodeSteps(cluster, node, facts, inputs, catalog);
    signal.throwIfAborted();
    const found = await inspectSteps(session, steps);
    frame.report(`looked at ${name}`);
    return { node: name, steps: found.map((inspection, index) => diffStep(inspection, steps[index])) };
  } catch (error) {
    signal.throwIfAborted();
    return { node: name, steps: [], error: redact((error as Error).message).slice(0, 1000) };
  }
}

/** What was found of a step, with the text of each file as it is and as it would be; secrets are left out. */
export function diffStep({ report, files }: StepInspection, step: Step | undefined): NodeDiff['steps'][number] {
  const pending = new Set(report.pending.filter(({ kind }) => kind === 'file').map(({ subject }) => subject));
  const withheld = (step?.resources ?? []).flatMap((resource) =>
    resource.kind === 'file' && isSecretFile(resource) && pending.has(resource.path)
      ? [{ path: resource.path, diff: `(only its owner may read it, mode ${resource.mode}: not shown)\n` }]
      : [],
  );
  return { ...report, diffs: [...files.map(diffFile), ...withheld] };
}

function diffFile({ file, current }: FileFinding): { path: string; diff: string } {
  const diff = redact(unifiedDiff(current, file.content));
  const cut = diff.length > DIFF_LENGTH ? `${diff.slice(0, DIFF_LENGTH)}\n(cut here)\n` : diff;
  return { path: file.path, diff: cut === '' ? '(same text; mode or owner differ)\n' : cut };
}
