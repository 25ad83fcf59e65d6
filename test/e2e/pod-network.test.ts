import { whyLabCannotRun } from '../../lab';
import { createBench } from './support/bench';
import { Figures } from './support/figures';
import { flannel, FLANNEL_TRACES, switchedNetwork } from './support/pod-network';

/** One cluster whose pod network is switched to other networks, and back. The tests build on each other. */
const NODES = ['cp-1', 'worker-1'];

jest.setTimeout(600_000);

const obstacle = whyLabCannotRun();
if (obstacle !== undefined) process.stderr.write(`SKIPPED, the lab cannot run here: ${obstacle}\n`);

(obstacle === undefined ? describe : describe.skip)('a cluster that gets another pod network', () => {
  const bench = createBench({
    name: 'e2e-pod-network',
    controlPlanes: 1,
    workers: 1,
    kubernetesVersion: 'v1.29.6',
    cni: 'calico',
  });
  const figures = new Figures('pod-network');
  const network = switchedNetwork(bench, NODES, figures);

  beforeAll(() => bench.up(), 900_000);
  afterAll(async () => {
    figures.write();
    await bench.down();
  }, 180_000);

  test('is installed with flannel', async () => {
    await network.install(flannel('host-gw'));
    for (const node of NODES) expect(await network.tracesOf(node)).toEqual(expect.arrayContaining(FLANNEL_TRACES));
  });

  test('goes over to another network, and nothing of the old one is left', async () => {
    await network.switchTo({}, 'from flannel (host-gw) to calico (vxlan)');
    for (const node of NODES) {
      const traces = await network.tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining(['vxlan.calico', '10-calico.conflist', ':cali-']));
      expect(traces.filter((trace) => /^cni0|flannel|FLANNEL/.test(trace))).toEqual([]);
    }
    expect(await network.kubectl('get', 'namespaces', '-o', 'name')).not.toContain('flannel');
  });

  test('goes over to one that is made of both', async () => {
    await network.switchTo({ cni: 'canal' }, 'from calico (vxlan) to canal');
    for (const node of NODES) {
      const traces = await network.tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining(['flannel.1', '10-canal.conflist', ':cali-']));
      expect(traces.filter((trace) => /^vxlan|10-calico/.test(trace))).toEqual([]);
    }
  });

  test('goes back, and nothing of the others is left', async () => {
    await network.switchTo(flannel('vxlan'), 'from canal to flannel (vxlan)');
    for (const node of NODES) {
      const traces = await network.tracesOf(node);
      expect(traces).toEqual(expect.arrayContaining([...FLANNEL_TRACES, 'flannel.1']));
      expect(traces.filter((trace) => /cali/.test(trace))).toEqual([]);
    }
    expect(await network.kubectl('get', 'customresourcedefinitions', '-o', 'name')).toBe('');
  });

  test('has its API server run on all the while, and finds nothing to do in the end', async () => {
    await network.expectNothingToDo();
  });
});
