import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStateFile, removeStateFile, writePrivateFile, writeStateFile } from '../../src/dev/state-file';
import { useScratch } from './scratch';

const { directory } = useScratch();

test('what was written is read back, and only the owner may read it', () => {
  const path = join(directory, 'deep', 'state.json');
  writeStateFile(path, { pid: 1 });
  expect(readStateFile(path)).toEqual({ pid: 1 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'deep')).mode & 0o777).toBe(0o700);
});

test('a file that others could read is replaced by one that they cannot, and nothing else is left behind', () => {
  const path = join(directory, 'secret', 'kubeconfig');
  writePrivateFile(path, 'old');
  writeFileSync(path, 'open', { mode: 0o644 });
  writePrivateFile(path, 'new');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(directory, 'secret'))).toEqual(['kubeconfig']);
});

test('a missing or broken file counts as no state', () => {
  const path = join(directory, 'broken.json');
  expect(readStateFile(path)).toBeUndefined();
  writeFileSync(path, '{"pid": ');
  expect(readStateFile(path)).toBeUndefined();
  removeStateFile(path);
  removeStateFile(path);
});
