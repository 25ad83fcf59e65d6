import { planReset } from '../../src/activities/plan-reset';
import { controlPlanes } from '../../src/config/nodes';
import { haCluster } from '../fakes/clusters';
import { createFakeSession } from '../fakes/fake-session';
import { memberFacts } from '../fakes/node-facts';
import { runActivityOn } from '../fakes/run-activity';

const cluster = haCluster();
const names = cluster.spec.nodes.map(({ name }) => name);
const facts = cluster.spec.nodes.map((node) => {
  const seen = memberFacts(node, controlPlanes(cluster));
  return seen.kubeadm.apiServerLive ? { ...seen, kubeadm: { ...seen.kubeadm, nodeNames: names } } : seen;
});
const wish = { cluster, facts, unreachable: [], holder: 'default/slipway/demo/run-2', drain: true };

test('the best control plane that stays is asked for the pods of each node that goes', async () => {
  const peer = createFakeSession('cp-2', [
    { when: 'spec.nodeName=w-1', answer: 'default web-1 ReplicaSet Running\n' },
    { when: 'spec.nodeName=cp-1', answer: 'default bare <none> Running\n' },
  ]);
  const { nodes } = await runActivityOn({ 'cp-2': peer }, planReset, { ...wish, nodes: ['cp-1', 'w-1'] });
  expect(nodes.map(({ node }) => node)).toEqual(['w-1', 'cp-1']);
  expect(nodes[0]?.losses).toContain(
    'pods that are made again elsewhere: evicted, with their emptyDir data (default/web-1)',
  );
  expect(nodes[1]?.losses).toContain('pod default/bare, which nothing makes again');
});

test('for a whole cluster nobody is asked', async () => {
  expect(await runActivityOn({}, planReset, wish)).toMatchObject({ scope: 'cluster', findings: [] });
});
