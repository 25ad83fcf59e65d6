import { ProbeAnswers } from '../../../src/remote/probe/answers';
import { readNode } from '../../../src/remote/probe/read-kubernetes';

function answered(facts: Readonly<Record<string, unknown>>): ProbeAnswers {
  const encode = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
  return new ProbeAnswers(
    Object.entries(facts).map(([name, value]) => ({ word: 'fact', fields: [name, encode(value)] })),
  );
}

const cells = ['w-1', 'Ready', '<none>', '1m', 'v1.34.4'];

test('of a node its labels are told, and of its annotations those that are ours', () => {
  const metadata = {
    labels: { tier: 'gpu' },
    annotations: { 'slipway.dev/managed-labels': 'tier', 'flannel.alpha.coreos.com/backend-data': '{}' },
  };
  expect(readNode(answered({ 'node-status': '200', node: { rows: [{ cells, object: { metadata } }] } }))).toEqual({
    nodeObject: 'ready',
    markedControlPlane: false,
    nodeSettings: { labels: { tier: 'gpu' }, annotations: { 'slipway.dev/managed-labels': 'tier' } },
  });
});

test('of a node that was asked for without them nothing is told of labels', () => {
  const node = { rows: [{ cells, object: null }] };
  expect(readNode(answered({ 'node-status': '200', node }))).toEqual({
    nodeObject: 'ready',
    markedControlPlane: false,
  });
});

test.each([
  ['control-plane', true],
  ['control-plane,master', true],
  ['master', true],
  ['<none>', false],
])('a node with the roles %s is marked as a control plane: %s', (roles, isMarked) => {
  const node = { rows: [{ cells: ['cp-1', 'Ready', roles, '1m', 'v1.17.4'] }] };
  expect(readNode(answered({ 'node-status': '200', node }))).toMatchObject({ markedControlPlane: isMarked });
});
