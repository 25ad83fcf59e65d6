import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { WAITING_STATES } from '../../src/workflows/waiting-states';

const FOLDER = resolve(__dirname, '../../src/workflows');
const TABLE = 'waiting-states.ts';
const sources = readdirSync(FOLDER)
  .filter((file) => file !== TABLE)
  .map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }));
const filesThat = (wait: RegExp) => sources.filter(({ text }) => wait.test(text)).map(({ file }) => file);

test('a workflow waits for nothing but through a state of the table', () => {
  // Not a wait: it lets everything else of the same moment go first.
  expect(filesThat(/\bcondition\(/)).toEqual(['settled.ts']);
  expect(filesThat(/\b(?:sleep|setTimeout)\(/)).toEqual([]);
  // A health check looks for half a minute and then says what it has not seen.
  expect(filesThat(/\bwithTimeout\(/)).toEqual(['cluster-health.ts']);
  expect(filesThat(/\.result\(\)/)).toEqual(['node-children.ts']);
});

test.each(Object.entries(WAITING_STATES))('%s is a state that something waits in', (name) => {
  const uses = new RegExp(`WAITING_STATES\\.${name}\\b|'${name}'`);
  expect(filesThat(uses)).not.toEqual([]);
});

test.each(Object.entries(WAITING_STATES))('%s has a deadline or says that it has none', (_name, { deadline }) => {
  expect(deadline).toMatch(/^none(?: of its own)?: |^`spec\.(?:policies|patience)\.\w+`, |^\d+ s, |^the limits? of /);
});
