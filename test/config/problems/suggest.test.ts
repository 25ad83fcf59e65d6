import { didYouMean, nearest } from '../../../src/config/problems/suggest';

const KEYS = ['controlPlaneEndpoint', 'kubernetes', 'nodes', 'ssh', 'keepalived-haproxy'];

test.each([
  ['controlPlaneEndpont', 'controlPlaneEndpoint'],
  ['Kubernetes', 'kubernetes'],
  ['node', 'nodes'],
  ['shh', 'ssh'],
  ['keepalived', 'keepalived-haproxy'],
])('%s is taken for %s', (word, expected) => {
  expect(nearest(word, KEYS)).toBe(expected);
});

test.each(['metallb', '', 'x'])('%j resembles nothing', (word) => {
  expect(nearest(word, KEYS)).toBeUndefined();
  expect(didYouMean(word, KEYS)).toEqual({});
});
