import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '../../../e2e/support/bench';
import type { PhaseName, StartedRun } from '../../../../src';
import type { FaultBench, Wanted } from '../bench/fault-bench';
import { runToItsEnd } from '../bench/run-to-its-end';
import { TemporalServer } from '../bench/temporal-server';
import type { FaultCase } from '../case';
import { replayHistories } from '../oracle/check-histories';
import { Crew } from '../worker/crew';

/** Every phase that an install of one control plane and one worker goes through, in its order. */
const PHASES: readonly PhaseName[] = [
  'facts',
  'preflight',
  'prepare',
  'runtime',
  'kubernetes',
  'images',
  'init',
  'join',
  'cni',
  'etcd-health',
  'nodes-ready',
  'smoke-test',
];
const TIMEOUT_MS = 5 * 60_000;
const LOOK_EVERY_MS = 100;

type EndRun = (bench: FaultBench, run: StartedRun) => Promise<void>;

/** Ends a run from outside as soon as a phase of it has begun, again and again, phase by phase. */
function endedInEachPhase(id: string, title: string, end: EndRun): FaultCase {
  return {
    id: `C1-${id}`,
    fault: 'C1',
    title,
    controlPlanes: 1,
    workers: 1,
    startState: 'fresh',
    async run(bench) {
      await bench.employ();
      const wanted = await bench.want();
      const struck = new Set<PhaseName>();
      for (const phase of PHASES) {
        const at = await endFrom(bench, wanted, phase, end);
        if (at !== undefined) struck.add(at);
      }
      await bench.install(wanted);
      const points = [...struck];
      if (points.length < PHASES.length - 2) throw new Error(`it was ended in ${points.join(', ')} only`);
      return { points, recoveriesMs: [] };
    },
  };
}

/**
 * The phase that the run was ended in: this one, or a later one where this one was over between two looks. Undefined
 * when the run came to its end before.
 */
async function endFrom(
  bench: FaultBench,
  wanted: Wanted,
  phase: PhaseName,
  end: EndRun,
): Promise<PhaseName | undefined> {
  const { slipway } = bench.temporal;
  const { name } = wanted.cluster.metadata;
  const started = await slipway.install(wanted);
  let isOver = false;
  let isEnding = false;
  const ended = slipway.watch(name, { onChange: () => undefined }).then(
    () => (isOver = true),
    (error: unknown) => {
      if (!isEnding) throw error;
    },
  );
  // It is awaited only once the phase has begun.
  ended.catch(() => (isOver = true));
  const at = await awaitRunning(bench, name, PHASES.slice(PHASES.indexOf(phase)), () => isOver);
  if (at !== undefined) {
    isEnding = true;
    await end(bench, started);
  }
  await ended;
  return at;
}

/** The first of these phases that is seen to run; undefined when the run is over before. */
async function awaitRunning(
  { temporal }: FaultBench,
  cluster: string,
  phases: readonly PhaseName[],
  isOver: () => boolean,
): Promise<PhaseName | undefined> {
  const deadlineMs = Date.now() + TIMEOUT_MS;
  while (!isOver()) {
    const status = await temporal.slipway.status(cluster).catch(() => undefined);
    const running = status?.phases.filter(({ state }) => state === 'running').map((row) => row.name) ?? [];
    const at = phases.find((phase) => running.includes(phase));
    if (at !== undefined) return at;
    if (Date.now() > deadlineMs) throw new Error(`no phase of ${phases.join(', ')} has begun in time`);
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
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
      const isAsked = ({ gates }: { gates: readonly unknown[] }) => gates.length > 0;
      const { gates } = await pollUntil('the gate opens', TIMEOUT_MS, () => second.slipway.status(name), isAsked);
      if (gates.some(({ kind }) => kind !== 'take-over'))
        throw new Error(`asked about ${gates.map(({ kind }) => kind).join(', ')}`);
      const approve = { digest: gates[0]?.digest ?? '', who: 'test' };
      await second.slipway.approve(name, approve);
      const result = await runToItsEnd(second.slipway, name);
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

export const competingRunCases: readonly FaultCase[] = [cancelled, aborted, terminated, twice, otherServer];
