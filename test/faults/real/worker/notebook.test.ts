import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Notebook } from './notebook';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'notebook-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('one activity is let go and the others are held on, by every process that keeps the same notes', () => {
  new Notebook(directory).release('prepareNode');
  const other = new Notebook(directory);
  expect([other.isReleased('prepareNode'), other.isReleased('pullImages')]).toEqual([true, false]);
});

test('without a name all of them are let go', () => {
  new Notebook(directory).release();
  expect(new Notebook(directory).isReleased('pullImages')).toBe(true);
});
