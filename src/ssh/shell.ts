import { scanShell, shellStart } from './shell-context';

declare const shellTextBrand: unique symbol;
/** A symbol, so that no parsed config value can pass for source text. */
const rawShell = Symbol('raw shell source');

/** Shell source text that the `sh` tag built: every interpolated value in it is quoted. */
export type ShellText = string & { readonly [shellTextBrand]: true };

/** Shell source that is inserted as it stands; only `raw` makes one, and only from the tag's own work. */
interface RawShell {
  readonly [rawShell]: ShellText;
}

/** What the tag accepts: a string or number is one argument, an array several, `raw(...)` source text. */
export type ShellValue = string | number | RawShell | readonly (string | number | RawShell)[];

/**
 * Builds shell source text: each interpolation becomes one single-quoted argument, whatever it holds.
 * The template's own text is source and follows the escapes of template literals (`\\n`, `\${x}`).
 * Throws TypeError where a quoted argument would not be one: inside quotes, backticks, comments, here-documents,
 * after `$` or a backslash; and for NUL and numbers that are not finite.
 */
export function sh(template: TemplateStringsArray, ...values: readonly ShellValue[]): ShellText {
  let context = shellStart;
  const parts = template.map((text, index) => {
    if (text === undefined) throw new TypeError('sh: the template holds an escape that JavaScript cannot read');
    if (index === template.length - 1) return text;
    context = scanShell(context, text);
    if (context.blocker !== undefined) {
      throw new TypeError(`sh: an interpolation cannot stand ${context.blocker}: …${text.slice(-40)}\${…}`);
    }
    return text + renderValue(values[index] as ShellValue);
  });
  return parts.join('') as ShellText;
}

/** Marks text made by `sh` for insertion as source instead of as an argument. */
export function raw(text: ShellText): RawShell {
  return { [rawShell]: text };
}

/** Joins pieces made by `sh` into one script, a piece a line. */
export function shLines(pieces: readonly ShellText[]): ShellText {
  return pieces.join('\n') as ShellText;
}

function renderValue(value: ShellValue): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' && Number.isFinite(value)) return quote(String(value));
  if (Array.isArray(value)) return value.map(renderValue).join(' ');
  if (typeof value === 'object' && value !== null && rawShell in value) return value[rawShell];
  throw new TypeError(
    `sh: a value of type ${typeof value} is not a string, a finite number, raw(…) or an array of these`,
  );
}

function quote(value: string): string {
  if (value.includes('\0')) throw new TypeError('sh: a value holds a NUL character, which no shell argument can carry');
  return `'${value.replaceAll("'", "'\\''")}'`;
}
