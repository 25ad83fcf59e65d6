import { describeGiven } from '../../../src/config/problems/given';

test.each([
  [undefined, 'nothing'],
  [null, 'an empty value'],
  [[], 'an empty list'],
  [[1], 'a list'],
  [{ a: 1 }, 'a mapping'],
  [1.34, '1.34'],
  ['two\nlines', '"two\\nlines"'],
])('%j is described as %s', (value, expected) => {
  expect(describeGiven(['spec'], value)).toBe(expected);
});

test('a long value is cut', () => {
  expect(describeGiven([], 'x'.repeat(500)).length).toBeLessThan(100);
});

test.each([['spec', 'ssh', 'password'], ['spec', 'nodes', 0, 'ssh', 'sudo', 'password', 'env'], ['privateKey']])(
  'what stands under %s is not shown',
  (...path) => {
    expect(describeGiven(path, 'hunter2')).toBe('a value that is not shown');
  },
);

test('user and password of a URL are not shown', () => {
  expect(describeGiven([], 'https://user:hunter2@example.com/x')).toBe('"https://…@example.com/x"');
});
