import { KUBECTL } from '../../e2e/support/cluster-oracle';
import { waitFor } from '../../e2e/support/wait';
import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';

/** Objects of a cluster come up for some time after its nodes are Ready. */
export const SETTLE_MS = 4 * 60_000;

/** The first control plane, on which kubectl and the guides' commands are run. */
export const FIRST = 'cp-1';

/** Machines that a kubelet runs on; members of an external etcd are none. */
export function kubernetesNodes({ lastWanted }: FaultBench) {
  const runKubelet = ['control-plane', 'worker'];
  return lastWanted.cluster.spec.nodes.filter(({ roles }) => roles.some((role) => runKubelet.includes(role)));
}

/** `kubectl get nodes`: every node of the file, and no other. */
export const nodesAreReady: Check = {
  title: 'every node is Ready at the version that was asked for',
  async run(bench) {
    const { kubernetes } = bench.lastWanted.cluster.spec;
    const wanted = kubernetesNodes(bench).map(({ name }) => name);
    const live = await bench.oracle.nodes(FIRST);
    const ready = live.filter((node) => node.ready && node.version === kubernetes.version).map(({ name }) => name);
    if (ready.toSorted().join() !== wanted.toSorted().join()) throw new Error(`nodes: ${JSON.stringify(live)}`);
    return `${ready.length} nodes Ready, ${kubernetes.version}`;
  },
};

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status: { readonly phase: string; readonly conditions?: readonly { type: string; status: string }[] };
  }[];
}

/** `kubectl get pods -n kube-system`: Running, and ready. */
export const systemPodsRun: Check = {
  title: 'the pods of kube-system run',
  async run(bench) {
    const ask = [...KUBECTL, '-n', 'kube-system', 'get', 'pods', '-o', 'json'].join(' ');
    return waitFor(
      'pods of kube-system that run',
      async () => {
        const { items } = JSON.parse(await bench.onMachine(FIRST, ask)) as PodList;
        const isReady = ({ status }: PodList['items'][number]) =>
          status.phase === 'Running' &&
          status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
        return items.length > 0 && items.every(isReady) ? `${items.length} pods Running` : undefined;
      },
      { timeoutMs: SETTLE_MS, everyMs: 3_000 },
    );
  },
};
