import { readClusterFile, readClusterName } from '../../src/cli/cluster-file';
import { useClusterFile } from './fake-context';

const cwd = useClusterFile();

test('the file is ./cluster.yaml when none is given', () => {
  expect(readClusterFile({ cwd }, {}).cluster.metadata.name).toBe('lab');
  expect(readClusterFile({ cwd: '/' }, { file: `${cwd}/cluster.yaml` }).digest).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['lab-2', 'lab-2'],
  ['berlin.example', 'berlin.example'],
  ['cluster.yaml', 'lab'],
  [undefined, 'lab'],
])('%p names cluster %s', (given, name) => {
  expect(readClusterName({ cwd }, given)).toBe(name);
});

test('a path that is no file is an error about the file, not an unknown cluster', () => {
  expect(() => readClusterName({ cwd }, './none')).toThrow('./none cannot be read');
  expect(() => readClusterName({ cwd }, 'none.yml')).toThrow('none.yml cannot be read');
});
