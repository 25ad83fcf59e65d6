import { KUBECTL } from '../../e2e/support/cluster-oracle';
import { waitFor } from '../../e2e/support/wait';
import type { FaultBench } from '../../faults/real/bench/fault-bench';
import type { Check } from '../guide-case';
import { FIRST, SETTLE_MS, kubernetesNodes } from './cluster';

const REPLICAS = 3;
/** agnhost may not listen where nginx does; who asks the Service sees no difference. */
const CONTAINER_PORT = 8080;

/** A Deployment and a NodePort Service, asked for from every machine at every node's address. */
export const webApplicationAnswers = (nodePort: number): Check => ({
  title: `a Deployment of ${REPLICAS} answers on NodePort ${nodePort} of every node, from every node`,
  async run(bench) {
    const { images } = bench.lastWanted.cluster.spec;
    await apply(bench, describeApplication(images.smokeTest, nodePort));
    const members = kubernetesNodes(bench);
    let answers = 0;
    for (const from of members) {
      for (const { address } of members) {
        await waitFor(
          `an answer of ${address}:${nodePort} to ${from.name}`,
          () => ask(bench, from.name, address, nodePort),
          {
            timeoutMs: SETTLE_MS,
            everyMs: 1_000,
          },
        );
        answers += 1;
      }
    }
    return `${answers} answers, from ${members.length} nodes at ${members.length}`;
  },
});

async function ask(bench: FaultBench, from: string, address: string, nodePort: number): Promise<true | undefined> {
  const url = `http://${address}:${nodePort}/hostname`;
  const { exitCode, stdout } = await bench.lab.exec(from, ['curl', '-fsS', '--max-time', '3', url]);
  return exitCode === 0 && stdout.startsWith('nginx-deployment-') ? true : undefined;
}

async function apply(bench: FaultBench, objects: readonly object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { exitCode, stderr } = await bench.lab.exec(FIRST, [...KUBECTL, 'apply', '-f', '-'], { input });
  if (exitCode !== 0) throw new Error(`kubectl apply: ${stderr.trim()}`);
}

function describeApplication(image: string, nodePort: number): object[] {
  const metadata = { namespace: 'dev', labels: { app: 'nginx-label' } };
  const container = {
    name: 'nginx',
    image,
    args: ['netexec', `--http-port=${CONTAINER_PORT}`],
    ports: [{ containerPort: CONTAINER_PORT }],
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev' } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, name: 'nginx-deployment' },
      spec: {
        replicas: REPLICAS,
        selector: { matchLabels: metadata.labels },
        template: { metadata: { labels: metadata.labels }, spec: { containers: [container] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, name: 'nginx-service' },
      spec: {
        type: 'NodePort',
        selector: metadata.labels,
        ports: [{ port: 80, targetPort: CONTAINER_PORT, nodePort }],
      },
    },
  ];
}
