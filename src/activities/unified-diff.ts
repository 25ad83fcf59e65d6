type Line = { readonly mark: ' ' | '-' | '+'; readonly text: string };

const CONTEXT_LINES = 3;
/** Above this many pairs of lines, what differs is shown as replaced whole. */
const MAX_PAIRS = 4_000_000;

/** A unified diff of two texts, without file names; empty when they are equal. `before` undefined: there was none. */
export function unifiedDiff(before: string | undefined, after: string): string {
  const lines = compare(splitLines(before ?? ''), splitLines(after));
  const changed = lines.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const hunks: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    const from = Math.max(0, index - CONTEXT_LINES);
    const to = Math.min(lines.length, index + CONTEXT_LINES + 1);
    if (last !== undefined && from <= last.to) last.to = to;
    else hunks.push({ from, to });
  }
  return hunks.map(({ from, to }) => renderHunk(lines, from, to)).join('');
}

function splitLines(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines.push('\\ No newline at end of file');
  return lines;
}

function renderHunk(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], other: '-' | '+') => part.filter(({ mark }) => mark !== other).length;
  const [earlier, own] = [lines.slice(0, from), lines.slice(from, to)];
  const range = (other: '-' | '+') => {
    const length = count(own, other);
    return `${count(earlier, other) + (length === 0 ? 0 : 1)},${length}`;
  };
  const header = `@@ -${range('+')} +${range('-')} @@\n`;
  return header + own.map(({ mark, text }) => `${mark}${text}\n`).join('');
}

function compare(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const keep = (texts: readonly string[]): Line[] => texts.map((text) => ({ mark: ' ', text }));
  const middle = compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [...keep(before.slice(0, start)), ...middle, ...keep(before.slice(before.length - end))];
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly string[], after: readonly string[]): Line[] {
  const isTooLarge = before.length * after.length > MAX_PAIRS;
  const lengths = isTooLarge ? [] : measureCommon(before, after);
  const common = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (!isTooLarge && old !== undefined && old === fresh) {
      lines.push({ mark: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || common(i + 1, j) >= common(i, j + 1))) {
      lines.push({ mark: '-', text: old });
      i += 1;
    } else {
      lines.push({ mark: '+', text: fresh ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** `lengths[i][j]`: the longest common subsequence of what follows i in one text and j in the other. */
function measureCommon(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i], lengths[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
