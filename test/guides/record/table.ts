/** A table of markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (each: readonly string[]) =>
    `| ${each.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
