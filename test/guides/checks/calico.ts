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
const BY_MANIFEST = 'kube-system';
const BY_OPERATOR = 'calico-system';
/** What the operator has run in its own namespace beside those. */
const VOLUME_DRIVER = 'daemonset/csi-node-driver';
/** As the operator has it for five nodes and more, up to two hundred. */
const TYPHA_OF_OPERATOR = 3;

const calicoRuns: Check = {
  title: 'Calico is ready on every node, and so are Typha and its controllers',
  run(bench) {
    const { length } = kubernetesNodes(bench);
    const { typhaReplicas = 0 } = bench.lastWanted.cluster.spec.cni;
    const wanted = [length, typhaReplicas, 1].join();
    return waitFor(
      `Calico on ${length} nodes, with ${typhaReplicas} of Typha`,
      async () => {
        const ready = await Promise.all(
          Object.entries(READY).map(([object, field]) => ask(bench, BY_MANIFEST, object, field)),
        );
        return ready.join() === wanted ? `on ${length} nodes, with ${typhaReplicas} of Typha` : undefined;
      },
      { timeoutMs: SETTLE_MS, everyMs: 3_000 },
    );
  },
};

const operatorIsContent: Check = {
  title:
    'the operator says that Calico is available; it is ready on every node, its driver for volumes, Typha and controllers too',
  run(bench) {
    const { length } = kubernetesNodes(bench);
    const wanted = [length, TYPHA_OF_OPERATOR, 1, length, 'True'].join();
    return waitFor(
      `Calico by its operator on ${length} nodes`,
      async () => {
        const objects = Object.entries({ ...READY, [VOLUME_DRIVER]: 'numberReady' });
        const ready = await Promise.all(objects.map(([object, field]) => ask(bench, BY_OPERATOR, object, field)));
        const available = await ask(
          bench,
          BY_OPERATOR,
          'tigerastatus/calico',
          "conditions[?(@.type=='Available')].status",
        );
        return [...ready, available].join() === wanted
          ? `on ${length} nodes, with ${TYPHA_OF_OPERATOR} of Typha`
          : undefined;
      },
      { timeoutMs: SETTLE_MS, everyMs: 3_000 },
    );
  },
};

const ask = (bench: FaultBench, namespace: string, object: string, field: string) =>
  bench.onMachine(FIRST, [...KUBECTL, '-n', namespace, 'get', object, '-o', `"jsonpath={.status.${field}}"`].join(' '));

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
export const calicoServesByOperator: readonly Check[] = [operatorIsContent, nodesAskTypha];
