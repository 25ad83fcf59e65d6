import { canonicalJson, clusterDigest } from '../../src/config/digest';
import { parseCluster } from '../../src/config/parse-cluster';
import { clusterOf, clusterText, HA_SPEC } from './cluster-file';

const digestOf = (text: string) => {
  const result = parseCluster(text);
  return result.ok ? result.digest : result.problems;
};

test('the digest is 64 hexadecimal digits and that of the cluster', () => {
  expect(digestOf(clusterText())).toMatch(/^[0-9a-f]{64}$/);
  expect(digestOf(clusterText())).toBe(clusterDigest(clusterOf()));
});

test('comments, the order of keys and defaults that are spelled out do not change the digest', () => {
  const swapped = Object.fromEntries(Object.entries(HA_SPEC).toReversed());
  const spelledOut = { ...swapped, networking: { dnsDomain: 'cluster.local' } };
  expect(digestOf(`# mine\n${clusterText(spelledOut)}`)).toBe(digestOf(clusterText(HA_SPEC)));
});

test('a changed value changes the digest', () => {
  expect(digestOf(clusterText({ kubernetes: { version: 'v1.34.5' } }))).not.toBe(digestOf(clusterText()));
});

test('canonical JSON sorts keys at every depth and keeps the order of lists', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }, 'x'], a: { f: true, e: undefined } })).toBe(
    '{"a":{"f":true},"b":[{"c":null,"d":1},"x"]}',
  );
});
