import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { pollUntil } from '../../../e2e/support/bench';
import type { Gate, RunResult, SlipwayClient, StartedRun } from '../../../../src';
import type { FaultBench, Wanted } from '../bench/fault-bench';
import { runToItsEnd } from '../bench/run-to-its-end';
import { TemporalServer } from '../bench/temporal-server';
import type { FaultCase } from '../case';
import { replayHistories } from '../oracle/check-histories';
import { Crew } from '../worker/crew';
import type { Note } from '../worker/notebook';
import { ACTIVITY_OF_PHASE } from './activity-of-phase';

const TIMEOUT_MS = 5 * 60_000;

type EndRun = (bench: FaultBench, run: StartedRun) => Promise<void>;

/** Ends a run from outside in a phase of it, again and again, phase by phase. */
function endedInEachPhase(id: string, title: string, end: EndRun): FaultCase {
  return {
    id: `C1-${id}`,
    fault: 'C1',
    title,
    controlPlanes: 1,
    workers: 1,
    startState: 'fresh',
    async run(bench) {
      // A phase cannot be over before the run is ended: its activity is held.
      await bench.employ({ moment: 'held', activities: Object.values(ACTIVITY_OF_PHASE) });
      for (const [phase, activity] of Object.entries(ACTIVITY_OF_PHASE))
        await endAt(bench, await wantLabel(bench, phase), activity, end);
      await bench.install(await wantLabel(bench, 'none'));
      return { points: Object.keys(ACTIVITY_OF_PHASE), recoveriesMs: [] };
    },
  };
}

/** Another label each time: a run with nothing to do goes through few of the phases. */
function wantLabel(bench: FaultBench, endedIn: string): Promise<Wanted> {
  return bench.want({ loadBalancer: 'keepalived-haproxy' }, (text) => {
    const file = parse(text) as { readonly spec: { readonly nodes: readonly object[] } };
    const nodes = file.spec.nodes.map((node) => ({ ...node, labels: { 'example.com/ended-in': endedIn } }));
    return stringify({ ...file, spec: { ...file.spec, nodes } });
  });
}

/** Begins a run, ends it while the activity is held, lets that go on, and waits until the run is over. */
async function endAt(bench: FaultBench, wanted: Wanted, activity: string, end: EndRun): Promise<void> {
  const { notebook, temporal } = bench;
  const startedAtMs = Date.now();
  const started = await temporal.slipway.install(wanted);
  const isHeld = ({ what, atMs, activity: of }: Note) => what === 'held' && of === activity && atMs >= startedAtMs;
  await pollUntil(
    `${activity} is held`,
    TIMEOUT_MS,
    async () => notebook.read(),
    (notes) => notes.some(isHeld),
  );
  await end(bench, started);
  notebook.release(activity);
  const run = temporal.client.workflow.getHandle<() => Promise<RunResult>>(started.workflowId, started.runId);
  const outcome = await run.result().then(
    (result) => result.outcome,
    () => 'ended from outside',
  );
  // What is under way ends well; after the smoke test nothing is left to do.
  if (outcome === 'installed' && activity !== ACTIVITY_OF_PHASE['smoke-test'])
    throw new Error(`the run was ended in ${activity}, and installed all the same`);
}

const cancelled = endedInEachPhase(
  'cancelled-in-each-phase',
  'an install is cancelled in each of its phases, and begun again each time',
  async ({ temporal }, { workflowId }) => {
    await temporal.client.workflow.getHandle(workflowId).cancel();
  },
);

const aborted = endedInEachPhase(
  'aborted-in-each-phase',
  'an install is aborted in each of its phases, and begun again each time',
  async ({ temporal }, { cluster }) => {
    await temporal.slipway.abort(cluster, { who: 'test' });
  },
);

const terminated = endedInEachPhase(
  'terminated-in-each-phase',
  'an install is terminated in each of its phases, and begun again each time',
  async ({ temporal }, { workflowId }) => {
    await temporal.client.workflow.getHandle(workflowId).terminate('test');
  },
);

/** The same cluster is installed twice at once: by the same file, and by another one. */
const twice: FaultCase = {
  id: 'C1-two-installs',
  fault: 'C1',
  title: 'a second install of the same file joins the first, one of another file is refused',
  controlPlanes: 1,
  workers: 1,
  startState: 'fresh',
  async run(bench) {
    await bench.employ();
    const wanted = await bench.want();
    const other = await bench.want({ spec: { kubelet: { configuration: { maxPods: 50 } } } });
    const { slipway } = bench.temporal;
    const first = await slipway.install(wanted);
    const second = await slipway.install(await bench.want());
    if (second.runId !== first.runId || !second.joined) throw new Error('the second install has a run of its own');
    const refused = await slipway.install(other).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(refused instanceof Error) || refused.name !== 'AnswerRefused')
      throw new Error('another file was not refused');
    await runToItsEnd(slipway, wanted.cluster.metadata.name);
    return { points: ['the same file', 'another file'], recoveriesMs: [] };
  },
};

/** A second Temporal server, with workers of its own, installs the same cluster while the first still does. */
const otherServer: FaultCase = {
  id: 'C1-second-temporal',
  fault: 'C1',
  title: 'a second Temporal server takes the nodes over in the middle of an install, once that is approved',
  controlPlanes: 1,
  workers: 1,
  startState: 'prepared',
  async run(bench) {
    await bench.employ();
    const wanted = await bench.want();
    const { name } = wanted.cluster.metadata;
    const superseded = bench.install(wanted).then(
      () => 'it ended well',
      (error: unknown) => (error instanceof Error ? `${error.name} ${error.message}` : String(error)),
    );
    await pollUntil(
      'kubeadm init runs',
      TIMEOUT_MS,
      () => bench.temporal.slipway.status(name),
      ({ nodes }) => nodes['cp-1']?.phases.init === 'running',
    );
    const second = new TemporalServer(join(bench.directory, 'second'));
    await second.start();
    const crew = new Crew({
      count: 1,
      order: { moment: 'never', directory: join(bench.directory, 'second') },
      env: second.env,
      logDirectory: join(bench.directory, 'second'),
    });
    try {
      await second.slipway.install(wanted);
      const result = await takeOver(second.slipway, name);
      const end = await superseded;
      if (!/SupersededByRun|newer run/.test(end)) throw new Error(`the first run was not superseded: ${end}`);
      const broken = await replayHistories(second.client, join(bench.directory, 'second', 'histories'));
      if (broken.length > 0) throw new Error(`the second server: ${broken.join('; ')}`);
      return { points: ['in kubeadm init'], recoveriesMs: [], notes: [`the second ended as ${result.outcome}`] };
    } finally {
      await crew.stop();
      await second.stop();
    }
  },
};

/**
 * Approves the take-over. What the first run goes on changing meanwhile makes another plan, which is asked for again:
 * whoever still wants it approves that one too. Throws when nothing was asked, or something else.
 */
async function takeOver(slipway: SlipwayClient, cluster: string): Promise<RunResult> {
  const approved = new Set<string>();
  const isTakeOver = ({ kind }: Gate) => kind === 'take-over';
  const result = await runToItsEnd(slipway, cluster, {
    allows: ({ gates, parked }) => parked.length === 0 && gates.every(isTakeOver),
    onStatus: ({ gates }) => {
      for (const { digest } of gates.filter((gate) => isTakeOver(gate) && !approved.has(gate.digest))) {
        approved.add(digest);
        // One that is void by now is refused; the next status tells of its successor.
        slipway.approve(cluster, { digest, who: 'test' }).catch(() => undefined);
      }
    },
  });
  if (approved.size === 0) throw new Error('the second run took the nodes over unasked');
  return result;
}

export const competingRunCases: readonly FaultCase[] = [cancelled, aborted, terminated, twice, otherServer];
