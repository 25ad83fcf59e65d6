import { randomBytes } from 'node:crypto';
import type { Cluster } from '../config/cluster';
import { judgeProbe, PAYLOAD_BYTES, smokeProbes, type SmokePod, type SmokeProbe } from '../plan/smoke-probes';
import { applyObjects } from '../remote/apply-objects';
import type { Writer } from '../remote/guard';
import { dialProbes } from '../remote/smoke-dial';
import {
  SMOKE_TEST_APP,
  SMOKE_TEST_LABEL,
  SMOKE_TEST_PORT,
  smokeTestNamespace,
  smokeTestObjects,
  smokeTestServiceHost,
} from '../catalog/kubernetes/smoke-test-objects';
import type { SmokeTestReport } from './contract';
import type { ControlPlaneAccess } from './control-plane-access';

/** A path that works answers in milliseconds; a swallowed packet shows by silence. */
const PROBE_TIMEOUT_SECONDS = 5;
/** Service rules reach the nodes some time after the pods are ready: probes are asked again this long. */
const SETTLE_MS = 60_000;
/** The image of the test is pulled on every node, which may be the first pull of many at once. */
const ROLLOUT_SECONDS = 240;

interface PodList {
  readonly items: readonly {
    readonly spec: { readonly nodeName: string };
    readonly status: { readonly podIP?: string; readonly hostIP?: string };
  }[];
}

/** Paths between pods that do not work; `problems` says one sentence a path. */
export class SmokeTestFailed extends Error {
  override readonly name = 'SmokeTestFailed';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const more = problems.length > 5 ? `\n… and ${problems.length - 5} more` : '';
    super(`${problems.length} network paths do not work:\n${problems.slice(0, 5).join('\n')}${more}`);
    this.problems = problems;
  }
}

/**
 * Every node's pod reached every other node's pod with full segments, its node's NodePort and a Service by its DNS
 * name; afterwards everything the test made is being deleted, whatever the outcome. Errors: SmokeTestFailed,
 * KubectlFailed, RemoteError of the guard, SshError.
 */
export async function runSmokeTest(
  access: ControlPlaneAccess,
  cluster: Cluster,
  writer: Writer,
): Promise<SmokeTestReport> {
  const startedAtMs = Date.now();
  const namespace = smokeTestNamespace(writer.fence.epoch, randomBytes(3).toString('hex'));
  try {
    await applyObjects(access.kubectl, smokeTestObjects(cluster, namespace), { writer, signal: access.signal });
    const { pods, nodePort } = await awaitPods(access, namespace);
    const serviceHost = smokeTestServiceHost(cluster, namespace);
    const probes = smokeProbes(pods, { nodePort, port: SMOKE_TEST_PORT, serviceHost });
    await probeUntilSettled(access, probes);
    const count = (kind: SmokeProbe['kind']) => probes.filter((probe) => probe.kind === kind).length;
    return {
      nodes: pods.length,
      podToPod: count('pod-to-pod'),
      nodePort: count('node-port'),
      dns: count('dns'),
      payloadBytes: PAYLOAD_BYTES,
      tookMs: Date.now() - startedAtMs,
    };
  } finally {
    const remove = ['delete', 'namespace', '-l', SMOKE_TEST_LABEL, '--ignore-not-found', '--wait=false'];
    await access.kubectl.run(remove, { writer });
  }
}

async function awaitPods({ kubectl, signal, report }: ControlPlaneAccess, namespace: string) {
  report('waiting for a pod on every node');
  const limit = `--timeout=${ROLLOUT_SECONDS}s`;
  const rollout = ['-n', namespace, 'rollout', 'status', `daemonset/${SMOKE_TEST_APP}`, limit];
  await kubectl.run(rollout, { signal, requestTimeoutSeconds: ROLLOUT_SECONDS + 10 });
  const list = await kubectl.json<PodList>(['-n', namespace, 'get', 'pods'], { signal });
  const service = await kubectl.json<{ spec: { ports: [{ nodePort: number }] } }>(
    ['-n', namespace, 'get', 'service', SMOKE_TEST_APP],
    { signal },
  );
  const pods: SmokePod[] = list.items.map((pod) => ({
    node: pod.spec.nodeName,
    podIp: pod.status.podIP ?? '',
    hostIp: pod.status.hostIP ?? '',
  }));
  return { pods, nodePort: service.spec.ports[0].nodePort };
}

async function probeUntilSettled(access: ControlPlaneAccess, probes: readonly SmokeProbe[]): Promise<void> {
  const deadlineMs = Date.now() + SETTLE_MS;
  let open = probes;
  for (;;) {
    access.report(`${open.length} of ${probes.length} network paths to prove`);
    const options = { port: SMOKE_TEST_PORT, probeTimeoutSeconds: PROBE_TIMEOUT_SECONDS, signal: access.signal };
    const answers = await dialProbes(access.session, open, options);
    const problems = open.flatMap((probe, index) => {
      const problem = judgeProbe(probe, answers[index]);
      return problem === undefined ? [] : [{ probe, problem }];
    });
    if (problems.length === 0) return;
    if (Date.now() > deadlineMs) throw new SmokeTestFailed(problems.map((each) => each.problem));
    open = problems.map((each) => each.probe);
  }
}
