import { visibleWidth } from './style';

export interface Terminal {
  write(text: string): unknown;
  readonly columns?: number;
  readonly rows?: number;
}

/** A block of lines at the end of a terminal, drawn over again in place. */
export class LiveView {
  readonly #terminal: Terminal;
  #height = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** The terminal shows these lines in place of the last ones; what does not fit is cut. */
  draw(lines: readonly string[]): void {
    const { columns, rows } = sizeOf(this.#terminal);
    const shown = lines.slice(0, Math.max(1, rows - 1)).map((line) => cut(line, columns));
    const up = this.#height === 0 ? '' : `\u001b[${this.#height}A`;
    this.#terminal.write(`${up}\r\u001b[J${shown.map((line) => `${line}\n`).join('')}`);
    this.#height = shown.length;
  }

  /** What was drawn stays; later output goes below. */
  end(): void {
    this.#height = 0;
  }
}

/** A terminal that does not know its size says nothing, or 0. */
function sizeOf({ columns = 0, rows = 0 }: Terminal): { readonly columns: number; readonly rows: number } {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

/** Colours end at the cut, whatever was open there. */
function cut(line: string, columns: number): string {
  if (visibleWidth(line) <= columns) return line;
  let [result, width] = ['', 0];
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  for (const part of line.match(/\u001b\[[0-9;]*m|./gsu) ?? []) {
    const isEscape = part.length > 2 && part.startsWith('\u001b');
    if (!isEscape && width >= columns - 1) break;
    result += part;
    if (!isEscape) width += 1;
  }
  return `${result}\u001b[0m…`;
}
