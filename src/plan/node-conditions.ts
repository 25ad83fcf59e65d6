/** The part of a Kubernetes Node object that readiness is read from. */
export interface NodeConditions {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly nodeInfo: { readonly kubeletVersion: string };
  };
}

/** Readiness of each wanted node; `reason` is the kubelet's own word, or that the node never registered. */
export function readReadiness(wanted: readonly string[], live: readonly NodeConditions[]) {
  return wanted.map((name) => {
    const node = live.find((each) => each.metadata.name === name);
    if (!node) return { name, ready: false, version: '', reason: 'has not registered with the API server' };
    const condition = node.status.conditions?.find((each) => each.type === 'Ready');
    const version = node.status.nodeInfo.kubeletVersion;
    if (condition?.status === 'True') return { name, ready: true, version };
    const reason = condition?.message || 'the kubelet has not reported yet';
    return { name, ready: false, version, reason: reason.slice(0, 300) };
  });
}
