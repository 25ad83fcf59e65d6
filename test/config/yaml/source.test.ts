import { readSource } from '../../../src/config/yaml/source';

const TEXT = `spec:
  kubernetes: {version: v1}
  nodes:
    - name: a
      ssh:
        port: 22
    - &b {name: b}
  more:
    again: *b
`;

function place(path: (string | number)[], atKey = false): string {
  const { source } = readSource(TEXT);
  const { line, column } = source?.place(path, atKey) ?? {};
  return `${line}:${column}`;
}

test.each([
  [['spec', 'kubernetes', 'version'], '2:25'],
  [['spec', 'nodes', 0, 'name'], '4:13'],
  [['spec', 'nodes', 1, 'name'], '7:17'],
])('the place of the value %j is %s', (path, expected) => {
  expect(place(path)).toBe(expected);
});

test('a mapping or list is shown at its key, an item at its start', () => {
  expect(place(['spec', 'nodes'])).toBe('3:3');
  expect(place(['spec', 'nodes', 0, 'ssh'])).toBe('5:7');
  expect(place(['spec', 'nodes', 0])).toBe('4:7');
});

test('a key at fault is shown itself', () => {
  expect(place(['spec', 'nodes', 0, 'name'], true)).toBe('4:7');
});

test('what is missing is shown at the nearest place that exists', () => {
  expect(place(['spec', 'nodes', 0, 'ssh', 'host'])).toBe('5:7');
  expect(place(['spec', 'cni', 'name'])).toBe('1:1');
  expect(place(['metadata'])).toBe('1:1');
});

test('an alias leads to what it stands for', () => {
  expect(place(['spec', 'more', 'again', 'name'])).toBe('7:17');
});

test.each([
  ['', 'the file is empty'],
  ['# only a comment\n', 'the file is empty'],
  ['a: 1\n---\nb: 2\n', 'the file holds more than one YAML document'],
  ['x'.repeat(5 * 1024 * 1024), 'the file is longer than 4 MiB'],
])('a text without a document is refused: %#', (text, message) => {
  const { source, problems } = readSource(text);
  expect(source).toBeUndefined();
  expect(problems.map((problem) => problem.message)).toEqual([message]);
});

test('syntax problems are told once a line, with their place', () => {
  const { problems } = readSource('a: 1\nb: [1, 2\nc: "x\n');
  expect(problems.length).toBeGreaterThan(0);
  expect(new Set(problems.map(({ line }) => line)).size).toBe(problems.length);
});
