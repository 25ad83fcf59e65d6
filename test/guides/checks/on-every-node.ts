import type { FaultBench } from '../../faults/real/bench/fault-bench';
import { kubernetesNodes } from './cluster';

/** The script says what is right on every node that a kubelet runs on. Throws with the first that it does not. */
export async function onEveryNode(
  bench: FaultBench,
  script: string,
  isRight: (said: string) => boolean,
): Promise<string> {
  const nodes = kubernetesNodes(bench);
  for (const { name } of nodes) {
    const said = await bench.onMachine(name, script);
    if (!isRight(said)) throw new Error(`${name}: ${said.slice(0, 300)}`);
  }
  return `on ${nodes.length} nodes`;
}
