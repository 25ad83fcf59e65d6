import { clusterText, problemsOf } from '../cluster-file';

const BOMB = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
for (const [at, before] of 'bcdefghi'.split('').map((letter, index) => [letter, 'abcdefgh'[index]])) {
  BOMB.push(`${at}: &${at} [${Array(10).fill(`*${before}`).join(', ')}]`);
}

test('aliases that explode are refused before a value is made of them', () => {
  expect(problemsOf(BOMB.join('\n'))).toEqual([expect.stringContaining('aliases make the file too large')]);
});

test('an alias that contains itself is refused', () => {
  expect(problemsOf('a: &x\n  b: *x\n')).toEqual(['a.b: the alias contains itself']);
});

test('an alias without an anchor is refused', () => {
  expect(problemsOf('a: *nowhere\n')).toEqual(['a: the alias names an anchor that is not set before it']);
});

test.each([
  ['flow lists', '['.repeat(5000)],
  ['mappings', `${'{a: '.repeat(100)}1${'}'.repeat(100)}`],
])('%s that are nested too deeply are refused', (_, text) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining('the file is nested too deeply')]);
});

test.each(['__proto__', 'constructor', 'prototype'])('the key %s is refused wherever it stands', (key) => {
  const text = `spec: {kubelet: {configuration: {a: [{${key}: {polluted: yes}}]}}}`;
  expect(problemsOf(text)).toEqual([`spec.kubelet.configuration.a[0].${key}: the key ${key} is reserved`]);
  expect({}).not.toHaveProperty('polluted');
});

test('a tag that would make something else than plain data is refused', () => {
  expect(problemsOf('a: !!binary aGk=\nb: !mine x\n')).toEqual([
    'a: the tag tag:yaml.org,2002:binary is not accepted',
    'b: the tag !mine is not accepted',
  ]);
});

test('a key that is no plain text is refused', () => {
  expect(problemsOf('? [a]\n: 1\n')).toEqual([': a key must be plain text']);
});

test('a key given twice is named, beside whatever else is wrong', () => {
  const text = `${clusterText()}kind: Clutser\n`;
  expect(problemsOf(text)).toEqual(['kind: the value is not accepted', 'kind: the key is given twice']);
});

test('anchors, aliases and merge keys of ordinary size are accepted', () => {
  const text = `
apiVersion: slipway.dev/v1alpha1
kind: Cluster
metadata: {name: lab}
spec:
  kubernetes: {version: v1.34.4}
  nodes:
    - &node
      name: cp-1
      address: 10.0.0.11
      roles: [control-plane]
      labels: &labels {example.com/rack: a}
    - <<: *node
      name: worker-1
      address: 10.0.0.21
      roles: [worker]
      labels: *labels
`;
  expect(problemsOf(text)).toEqual([]);
});
