import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { putSection } from '../../../lab/bench/section';
import { projectRoot } from '../../../lab/paths';
import { guideCases } from '../cases';
import type { GuideRecord } from './record';
import { renderFigures } from './render-figures';
import { renderPage } from './render-page';

const docs = (...path: string[]) => join(projectRoot(), 'docs', ...path);
const RECORD_FILE = docs('guides', 'results.json');
export const PAGE_FILE = docs('guides.md');
export const FIGURES_FILE = docs('benchmarks.md');

export function readRecord(): GuideRecord {
  return existsSync(RECORD_FILE) ? (JSON.parse(readFileSync(RECORD_FILE, 'utf8')) as GuideRecord) : { results: [] };
}

/** Keeps what the guides have shown, and makes the page and its part of the figures anew. */
export function writeRecord(record: GuideRecord): void {
  mkdirSync(dirname(RECORD_FILE), { recursive: true });
  writeFileSync(RECORD_FILE, `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(PAGE_FILE, currentPage());
  writeFileSync(FIGURES_FILE, putSection(readFileSync(FIGURES_FILE, 'utf8'), currentFigures()));
}

/** docs/guides.md as the record and the cases want it. */
export function currentPage(): string {
  return renderPage(guideCases, readRecord());
}

/** The section of docs/benchmarks.md as the record and the cases want it. */
export function currentFigures(): string {
  return renderFigures(guideCases, readRecord());
}
