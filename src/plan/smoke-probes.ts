/** One pod of the smoke test. */
export interface SmokePod {
  readonly node: string;
  readonly podIp: string;
  readonly hostIp: string;
}

/** One question that a pod is asked to carry to a target; `expect` is the answer that proves it. */
export interface SmokeProbe {
  readonly kind: 'pod-to-pod' | 'node-port' | 'dns';
  /** A person's words, for a failure: `pod on worker-1 -> pod on cp-2`. */
  readonly title: string;
  readonly from: string;
  readonly host: string;
  readonly port: number;
  /** Path and query that the target is asked for. */
  readonly request: string;
  readonly expect: { readonly kind: 'echo'; readonly bytes: number } | { readonly kind: 'any' };
}

/**
 * Bytes that cross the network each way in a pod-to-pod probe. Both directions need several full segments, sent with
 * "don't fragment": a path whose MTU is smaller than the pods believe swallows them.
 */
export const PAYLOAD_BYTES = 6000;

/** Beyond this many nodes each pod asks only its next neighbours in a ring, so that probes grow with the nodes alone. */
const FULL_MESH_NODES = 33;

/** Every pod to every other pod (a ring of neighbours in large clusters), its own node's NodePort, and cluster DNS. */
export function smokeProbes(
  pods: readonly SmokePod[],
  target: { readonly nodePort: number; readonly port: number; readonly serviceHost: string },
): readonly SmokeProbe[] {
  const reach = Math.min(pods.length - 1, FULL_MESH_NODES - 1);
  return pods.flatMap((pod, index) => {
    const others = Array.from({ length: reach }, (_, step) => pods[(index + step + 1) % pods.length] as SmokePod);
    return [
      ...others.map((other) => podToPod(pod, other, target.port)),
      {
        kind: 'node-port' as const,
        title: `pod on ${pod.node} -> NodePort ${target.nodePort} of ${pod.node} (${pod.hostIp})`,
        from: pod.podIp,
        host: pod.hostIp,
        port: target.nodePort,
        request: 'hostname',
        expect: { kind: 'any' as const },
      },
      {
        kind: 'dns' as const,
        title: `pod on ${pod.node} -> ${target.serviceHost} by cluster DNS`,
        from: pod.podIp,
        host: target.serviceHost,
        port: target.port,
        request: 'hostname',
        expect: { kind: 'any' as const },
      },
    ];
  });
}

function podToPod(from: SmokePod, to: SmokePod, port: number): SmokeProbe {
  return {
    kind: 'pod-to-pod',
    title: `pod on ${from.node} -> pod on ${to.node} (${to.podIp}), ${PAYLOAD_BYTES} bytes each way`,
    from: from.podIp,
    host: to.podIp,
    port,
    request: `echo?msg=${'s'.repeat(PAYLOAD_BYTES)}`,
    expect: { kind: 'echo', bytes: PAYLOAD_BYTES },
  };
}

/** What agnhost's /dial answers. */
export interface DialAnswer {
  readonly responses?: readonly string[];
  readonly errors?: readonly string[];
}

/** Why a probe failed, or undefined when its answer proves the path. */
export function judgeProbe(probe: SmokeProbe, answer: DialAnswer | undefined): string | undefined {
  const response = answer?.responses?.[0];
  if (response === undefined || response === '') {
    return `${probe.title}: ${answer?.errors?.[0] ?? 'the asking pod did not answer'}`;
  }
  if (probe.expect.kind === 'echo' && response.trim().length !== probe.expect.bytes) {
    return `${probe.title}: ${response.trim().length} bytes came back`;
  }
  return undefined;
}
