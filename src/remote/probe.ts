import type { NodeFacts } from '../plan/facts';
import type { StepReport } from '../resources/report';
import type { Step } from '../resources/resource';
import type { Session } from '../ssh/session';
import { sh, shLines, type ShellText } from '../ssh/shell';
import { composeCheck, garbledAnswer, readReports, toStepReport } from './check-steps';
import type { EtcdAccess } from './etcd/access';
import { readMember, tellMember } from './etcd/look-at-member';
import { parseFence } from './fence';
import { kernelModule } from './kinds/kernel-module';
import { swap } from './kinds/swap';
import { ProbeAnswers } from './probe/answers';
import { tellKubernetes } from './probe/kubernetes-script';
import { type MachineQuestions, probeLibrary, tellMachine, tellSyncLatency } from './probe/machine-script';
import { readKubernetes } from './probe/read-kubernetes';
import { readMachine } from './probe/read-machine';
import { createNonce, protocolLibrary, readAnswers, type Answer } from './protocol';
import { readTraces, type TraceRequest, traceLibrary } from './traces';

/** A probe takes a second or two; past this the node hangs. */
const PROBE_TIMEOUT_MS = 120_000;

export interface ProbeRequest extends MachineQuestions {
  /** Where the node's own API server listens, when it has one. */
  readonly address: string;
  /** Ports whose holders are reported. */
  readonly ports: readonly number[];
  /** How an etcd is asked that is not the node's own. */
  readonly externalEtcd?: EtcdAccess | undefined;
  /** Client URL of the node's member of an external etcd. */
  readonly memberUrl?: string;
  /** `namespace/name` of DaemonSets by which a pod network is told that has no record. */
  readonly podNetworkAgents?: readonly string[];
  /** Where etcd's data will live, when its disk is to be timed: that writes, for less than a second. */
  readonly syncDirectory?: string;
  /** What of Kubernetes is looked for beside what kubeadm, the kubelet and etcd are known to have. */
  readonly traces: TraceRequest;
  /** Steps to check in the same round trip. */
  readonly steps?: readonly Step[];
  readonly signal?: AbortSignal;
}

/**
 * The facts of the session's node, and the state of `request.steps` on it: ONE round trip, nothing changed.
 * Errors: SshError, RemoteError `garbled-answer`.
 */
export async function probeNode(session: Session, request: ProbeRequest): Promise<NodeFacts> {
  const { steps, signal } = request;
  const nonce = createNonce();
  const script = composeProbe(session.node, request, nonce);
  const sentAtMs = Date.now();
  const result = await session.run(script, { timeoutMs: PROBE_TIMEOUT_MS, ...(signal && { signal }) });
  const roundTrip = { sentAtMs, receivedAtMs: Date.now() };
  const all = readAnswers(result.stdout, nonce);
  const answers = new ProbeAnswers(all);
  if (!answers.has('end')) throw garbledAnswer(session.node, 'the probe', result.stderr);
  const fence = parseFence(answers.text('fence'));
  return {
    node: session.node,
    ...readMachine(answers, request.ports),
    clock: readClock(answers, roundTrip),
    kubeadm: readKubernetes(answers, { hasExternalEtcd: request.externalEtcd !== undefined }),
    ...(request.memberUrl !== undefined && { member: readMember(session.node, answers) }),
    traces: readTraces(answers.text('traces')),
    ...(fence && { fence }),
    ...(steps && { steps: readSteps(session.node, steps, all, result.stderr) }),
  };
}

/** The one script of a probe; exported for the tests that run it in several shells. */
export function composeProbe(node: string, request: ProbeRequest, nonce: string): ShellText {
  const resources = request.steps?.flatMap((step) => step.resources) ?? [];
  return shLines([
    protocolLibrary(nonce),
    probeLibrary,
    ...[kernelModule, swap].flatMap(({ library }) => library ?? []),
    sh`date +%s%3N | tell clock-start`,
    tellMachine(request),
    ...(request.syncDirectory === undefined ? [] : [tellSyncLatency(request.syncDirectory)]),
    tellKubernetes(node, request.address, request.externalEtcd, request.podNetworkAgents),
    ...(request.memberUrl === undefined ? [] : [tellMember(request.memberUrl)]),
    traceLibrary(request.traces),
    sh`list_traces | tell traces`,
    ...(resources.length === 0 ? [] : [composeCheck(resources)]),
    sh`date +%s%3N | tell clock-end`,
    sh`tell_each end yes`,
  ]);
}

/**
 * The node looked at its clock when its script began and ended; what is left of the round trip is the way there and
 * back, halved.
 */
function readClock(answers: ProbeAnswers, { sentAtMs, receivedAtMs }: { sentAtMs: number; receivedAtMs: number }) {
  const start = Number(answers.text('clock-start'));
  const end = Number(answers.text('clock-end'));
  const wayMs = Math.max(0, receivedAtMs - sentAtMs - (end - start)) / 2;
  return { offsetMs: Math.round(start - (sentAtMs + wayMs)), errorMs: Math.round(wayMs) };
}

function readSteps(
  node: string,
  steps: readonly Step[],
  answers: readonly Answer[],
  stderr: string,
): readonly StepReport[] {
  const resources = steps.flatMap((step) => step.resources);
  if (resources.length === 0) return steps.map((step) => toStepReport(step, []));
  const reports = readReports(node, resources, answers, stderr);
  let from = 0;
  return steps.map((step) => toStepReport(step, reports.slice(from, (from += step.resources.length))));
}
