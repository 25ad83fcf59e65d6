import { nodePorts } from '../../../src/plan/preflight/node-ports';
import type { NodeStage } from '../../../src/plan/preflight/rule';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { freshFacts } from '../../fakes/node-facts';

const toldOf = (port: number, process: string, stage: NodeStage = 'new') => {
  const cluster = haCluster();
  const node = nodeOf(cluster, 'w-1');
  return nodePorts({
    cluster,
    node,
    facts: freshFacts(node, { ports: [{ port, process }] }),
    stage,
    imageDirectory: '/var/lib/containerd',
    supportedOs: { names: [], covers: () => true },
  });
};

test('who holds a port that a Service may be given is told, and stops nothing', () => {
  expect(toldOf(30_080, 'nginx (pid 812)')).toMatchObject([
    {
      id: 'node-port-taken',
      message: 'port 30080, which a Service of type NodePort may be given, is held by nginx (pid 812)',
      verdict: { kind: 'noted' },
    },
  ]);
});

test('a port outside of their range, or on a node that a run has begun with, is nobody’s business', () => {
  expect(toldOf(32_768, 'nginx (pid 812)')).toEqual([]);
  expect(toldOf(30_080, 'nginx (pid 812)', 'member')).toEqual([]);
});

test('kube-proxy, which held them itself up to some version, is not told of', () => {
  expect(toldOf(30_080, 'kube-proxy (pid 812)')).toEqual([]);
});
