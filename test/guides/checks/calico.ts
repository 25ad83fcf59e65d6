import { KUBECTL } from '../../e2e/support/cluster-oracle';
import { waitFor } from '../../e2e/support/wait';
import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';
import { FIRST, SETTLE_MS, kubernetesNodes } from './cluster';

const READY = {
  'daemonset/calico-node': 'numberReady',
  'deployment/calico-typha': 'readyReplicas',
  'deployment/calico-kube-controllers': 'readyReplicas',
} as const;

const calicoRuns: Check = {
  title: 'Calico is ready on every node, and so are Typha and its controllers',
  run(bench) {
    const { length } = kubernetesNodes(bench);
    const { typhaReplicas = 0 } = bench.lastWanted.cluster.spec.cni;
    const wanted = [length, typhaReplicas, 1].join();
    return waitFor(
      `Calico on ${length} nodes, with ${typhaReplicas} of Typha`,
      async () => {
        const ready = await Promise.all(Object.entries(READY).map(([object, field]) => ask(bench, object, field)));
        return ready.join() === wanted ? `on ${length} nodes, with ${typhaReplicas} of Typha` : undefined;
      },
      { timeoutMs: SETTLE_MS, everyMs: 3_000 },
    );
  },
};

const ask = (bench: FaultBench, object: string, field: string) =>
  bench.onMachine(
    FIRST,
    [...KUBECTL, '-n', 'kube-system', 'get', object, '-o', `jsonpath={.status.${field}}`].join(' '),
  );

/** Established connections to Typha's port, whose pods and clients are in the network of their nodes. */
const ASK_FOR_CONNECTIONS = "ss --no-header --numeric --tcp state established '( dport = :5473 )' | wc --lines";

const nodesAskTypha: Check = {
  title: 'Calico of every node gets what it knows from Typha',
  async run(bench) {
    const nodes = kubernetesNodes(bench);
    for (const { name } of nodes) {
      await waitFor(
        `a connection of ${name} to Typha`,
        async () => (Number(await bench.onMachine(name, ASK_FOR_CONNECTIONS)) > 0 ? true : undefined),
        { timeoutMs: SETTLE_MS, everyMs: 3_000 },
      );
    }
    return `${nodes.length} nodes are connected`;
  },
};

export const calicoServes: readonly Check[] = [calicoRuns, nodesAskTypha];
