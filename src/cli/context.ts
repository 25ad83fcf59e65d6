import type { Terminal } from './output/live-view';
import type { Style } from './output/style';

/** A stream that a command writes to. */
export type Output = Terminal & { readonly isTTY?: boolean };

/** What commands know of the process they run in; tests give their own. */
export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: () => number;
  /** Until the returned function is called, Ctrl-C calls the listener instead of ending the process. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** For standard output. */
  readonly style: Style;
}

/** Writes lines for a person or a pipe to standard output. */
export function print({ stdout }: CliContext, lines: readonly string[]): void {
  for (const line of lines) stdout.write(`${line}\n`);
}

/** Says on standard error what is going on. */
export function tell({ stderr }: CliContext, line: string): void {
  stderr.write(`${line}\n`);
}
