import { type Document, LineCounter, type Node, parseDocument } from 'yaml';
import type { Path, Problem } from '../problems/problem';
import { findNode } from './find-node';
import { findHazards } from './hazards';

/** A parsed file: its plain value, and where everything stands in it. */
export interface Source {
  readonly value: unknown;
  /** The place of the value (or of its key), or of the nearest ancestor that exists in the file. */
  place(path: Path, atKey?: boolean): { readonly line: number; readonly column: number };
}

const LONGEST_TEXT = 4 * 1024 * 1024;
const MOST_SYNTAX_PROBLEMS = 10;
const MOST_ALIASES = 1000;

const ONE_MAPPING = 'one YAML document with apiVersion, kind, metadata and spec';

/** `source` is absent when the text has no value that could be looked at further. */
export function readSource(text: string): { source?: Source; problems: Problem[] } {
  if (text.length > LONGEST_TEXT) return refuse(`the file is longer than ${LONGEST_TEXT / 1024 / 1024} MiB`);
  const lines = new LineCounter();
  const document = parse(text, lines);
  const syntax = describeSyntax(document, lines);
  if (syntax.length > 0) return { problems: syntax };
  if (document.contents === null) return refuse('the file is empty');
  const placeAt = (offset: number) => placeOf(lines, offset);
  const hazards = findHazards(document).map(({ offset, ...rest }) => ({ ...rest, ...placeAt(offset) }));
  if (hazards.some((hazard) => hazard.isFatal))
    return { problems: hazards.map(({ isFatal: _, ...problem }) => problem) };
  return {
    source: toSource(document, placeAt),
    problems: hazards.map(({ isFatal: _, ...problem }) => problem),
  };
}

function parse(text: string, lineCounter: LineCounter) {
  return parseDocument(text, { lineCounter, prettyErrors: false, merge: true, uniqueKeys: false, logLevel: 'error' });
}

function placeOf(lines: LineCounter, offset: number) {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function describeSyntax(document: Document, lines: LineCounter): Problem[] {
  if (document.errors.some((error) => error.code === 'RESOURCE_EXHAUSTION'))
    return refuse('the file is nested too deeply').problems;
  const problems = document.errors.map((error) => ({
    path: '',
    ...placeOf(lines, error.pos[0]),
    given: 'text that is not YAML',
    accepted: ONE_MAPPING,
    message: error.code === 'MULTIPLE_DOCS' ? 'the file holds more than one YAML document' : error.message,
  }));
  return problems
    .filter((problem, index) => problems.findIndex(({ line }) => line === problem.line) === index)
    .slice(0, MOST_SYNTAX_PROBLEMS);
}

function refuse(message: string): { problems: Problem[] } {
  return { problems: [{ path: '', line: 1, column: 1, given: 'the file', accepted: ONE_MAPPING, message }] };
}

function toSource(document: Document, placeAt: (offset: number) => { line: number; column: number }): Source {
  return {
    value: document.toJS({ maxAliasCount: MOST_ALIASES }),
    place: (path, atKey = false) => placeAt(findNode(document, document.contents as Node, path, atKey)),
  };
}
