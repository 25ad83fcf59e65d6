import { visibleWidth } from './style';

/** Rows in aligned columns, two blanks between them, no blanks at the end of a line. */
export function renderColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = columnWidths(rows);
  return rows.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A table with borders, as etcdctl draws it with `-w table`. */
export function renderBoxed(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = columnWidths([header, ...rows]);
  const line = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const draw = (row: readonly string[]): string =>
    `|${widths.map((width, column) => ` ${padEnd(row[column] ?? '', width)} `).join('|')}|`;
  return [line, draw(header), line, ...rows.map(draw), line];
}

function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, visibleWidth(cell));
  }
  return widths;
}

function padEnd(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - visibleWidth(cell)));
}
