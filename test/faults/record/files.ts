import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../lab/paths';
import type { Bug, SuiteRecord } from './record';
import { renderPage } from './render-page';

export type Suite = 'real' | 'simulated' | 'through-temporal';

const docs = (...path: string[]) => join(projectRoot(), 'docs', ...path);
export const PAGE_FILE = docs('reliability.md');

/** What the suite has shown so far. */
export function readRecord(suite: Suite): SuiteRecord {
  const file = docs('reliability', `${suite}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SuiteRecord) : { on: '', rows: [] };
}

export function readBugs(): readonly Bug[] {
  return JSON.parse(readFileSync(docs('reliability', 'bugs.json'), 'utf8')) as Bug[];
}

/** Keeps what a suite has shown, and makes the page anew. */
export function writeRecord(suite: Suite, record: SuiteRecord): void {
  writeFileSync(docs('reliability', `${suite}.json`), `${JSON.stringify(record, null, 2)}\n`);
  writePage();
}

/** docs/reliability.md says what the records say. */
export function writePage(): void {
  writeFileSync(PAGE_FILE, currentPage());
}

/** docs/reliability.md as the records want it. */
export function currentPage(): string {
  return renderPage({
    real: readRecord('real'),
    simulated: readRecord('simulated'),
    throughTemporal: readRecord('through-temporal'),
    bugs: readBugs(),
  });
}
