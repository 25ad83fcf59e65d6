type Paint = (text: string) => string;

/** Emphasis that a terminal shows and a file does not. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

/** Whether to colour: NO_COLOR (https://no-color.org) wins, then FORCE_COLOR, then whether it is a terminal. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}

export function createStyle(colour: boolean): Style {
  const paint = (code: number, end: number): Paint =>
    colour ? (text) => (text === '' ? '' : `\u001b[${code}m${text}\u001b[${end}m`) : (text) => text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}

// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const ESCAPES = /\u001b\[[0-9;]*m/g;
// oxlint-disable-next-line no-control-regex -- what a node or a file says must not steer the terminal
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Columns that a text takes in a terminal. */
export function visibleWidth(text: string): number {
  return Array.from(text.replaceAll(ESCAPES, '')).length;
}

/** Foreign text without anything that could steer the terminal; line breaks and tabs stay. */
export function sanitise(text: string): string {
  return text.replaceAll(CONTROLS, '');
}
