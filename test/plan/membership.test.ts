import { findLearners } from '../../src/plan/membership';
import { haCluster, nodeOf } from '../fakes/clusters';
import { member } from '../fakes/kubeadm-states';

const node = nodeOf(haCluster(), 'cp-2');
const own = member('cp-2', node.address);

test.each([
  ['a learner', { ...own, isLearner: true }, true],
  ['a member that never started', { ...own, name: '' }, true],
  ['a voter', own, false],
  ['the learner of another node', { ...member('cp-3', '10.0.0.99'), isLearner: true }, false],
])('%s of the node may go without loss: %#', (_, found, mayGo) => {
  expect(findLearners([member('cp-1', '10.0.0.11'), found], node)).toEqual(mayGo ? [found] : []);
});
