import { whyLabCannotRun } from '../../lab';
import { createBench } from './support/bench';
import { Figures } from './support/figures';
import { flannel, FLANNEL_TRACES, switchedNetwork } from './support/pod-network';

/** One cluster whose pod network gets another backend, and the old one back. The tests build on each other. */
const NODES = ['cp-1', 'worker-1'];

jest.setTimeout(600_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a cluster whose pod network gets another backend', () => {
  const bench = createBench({ name: 'e2e-pod-network-backend', controlPlanes: 1, workers: 1 });
  const figures = new Figures('pod-network-backend');
  const network = switchedNetwork(bench, NODES, figures);

  beforeAll(() => bench.up(), 900_000);
  afterAll(async () => {
    figures.write();
    await bench.down();
  }, 180_000);

  test('is installed with flannel by VXLAN', async () => {
    await network.install(flannel('vxlan'));
    for (const node of NODES)
      expect(await network.tracesOf(node)).toEqual(expect.arrayContaining([...FLANNEL_TRACES, 'flannel.1']));
  });

  test('goes over to host-gw, and nothing of VXLAN is left', async () => {
    await network.switchTo(flannel('host-gw'), 'from flannel (vxlan) to flannel (host-gw)');
    for (const node of NODES) {
      const traces = await network.tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining(FLANNEL_TRACES));
      expect(traces).not.toContain('flannel.1');
    }
  });

  test('goes back', async () => {
    await network.switchTo(flannel('vxlan'), 'from flannel (host-gw) to flannel (vxlan)');
    for (const node of NODES)
      expect(await network.tracesOf(node)).toEqual(expect.arrayContaining([...FLANNEL_TRACES, 'flannel.1']));
  });

  test('has its API server run on all the while, and finds nothing to do in the end', async () => {
    await network.expectNothingToDo();
  });
});
