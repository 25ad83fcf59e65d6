import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thaw } from '../../../lab/machines/thaw';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'freezer-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function put(cgroup: string, state: string): string {
  mkdirSync(join(root, cgroup), { recursive: true });
  const file = join(root, cgroup, 'freezer.state');
  writeFileSync(file, `${state}\n`);
  return file;
}

test('what is frozen in a machine is thawed, and what is frozen elsewhere is not', () => {
  const machine = put('machine', 'THAWED');
  const frozen = put('machine/kubepods/scope', 'FROZEN');
  const other = put('other/scope', 'FROZEN');
  expect(thaw('machine', root)).toBe(1);
  expect([machine, frozen, other].map((file) => readFileSync(file, 'utf8').trim())).toEqual([
    'THAWED',
    'THAWED',
    'FROZEN',
  ]);
});

test('a machine without such a cgroup has nothing to thaw', () => {
  expect(thaw('machine', root)).toBe(0);
});
