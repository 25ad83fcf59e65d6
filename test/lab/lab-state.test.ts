import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assertLabName,
  ensureSudoPassword,
  labFiles,
  listLabs,
  readLabState,
  writeLabState,
} from '../../lab/lab-state';

const before = process.env['XDG_STATE_HOME'];

beforeEach(async () => {
  process.env['XDG_STATE_HOME'] = await mkdtemp(join(tmpdir(), 'state-'));
});

afterEach(async () => {
  await rm(process.env['XDG_STATE_HOME'] ?? '', { recursive: true });
  if (before === undefined) delete process.env['XDG_STATE_HOME'];
  else process.env['XDG_STATE_HOME'] = before;
});

test.each(['default', 'a', 'blue-2'])('%s is a name for a lab', (name) => {
  expect(() => assertLabName(name)).not.toThrow();
});

test.each(['', 'Blue', '-a', 'a-', '2nd', '../etc', 'a b', 'x'.repeat(33)])('%j is none', (name) => {
  expect(() => assertLabName(name)).toThrow('no name for a lab');
});

test('what is written of a lab is read again, in a directory that is its owner’s alone', async () => {
  const state = {
    name: 'blue',
    kubernetesVersion: 'v1.34.4',
    controlPlanes: 1,
    workers: 0,
    network: '10.89.70',
    image: 'image:1',
    machines: [],
  };
  expect(await readLabState('blue')).toBeUndefined();
  expect(await listLabs()).toEqual([]);
  await writeLabState(state);
  expect(await readLabState('blue')).toEqual(state);
  expect(await listLabs()).toEqual(['blue']);
  expect((await stat(labFiles('blue').directory)).mode & 0o777).toBe(0o700);
});

test('the sudo password is made once and read by its owner only', async () => {
  const password = await ensureSudoPassword('blue');
  expect(password).toMatch(/^[\w-]{20}$/);
  expect(await ensureSudoPassword('blue')).toBe(password);
  expect((await stat(labFiles('blue').sudoPassword)).mode & 0o777).toBe(0o600);
});
