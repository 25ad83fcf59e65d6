import { formatPath } from '../../../src/config/problems/problem';

test.each([
  [[], ''],
  [['spec', 'nodes', 2, 'address'], 'spec.nodes[2].address'],
  [['spec', 'nodes', 0, 'labels', 'example.com/disk'], 'spec.nodes[0].labels["example.com/disk"]'],
])('%j is written as %s', (path, expected) => {
  expect(formatPath(path)).toBe(expected);
});
