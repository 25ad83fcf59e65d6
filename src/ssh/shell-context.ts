type Frame = 'single' | 'double' | 'backtick' | 'comment' | 'braces' | 'arithmetic' | 'parentheses';

/** Where in shell syntax a piece of source text ends. */
export interface ShellContext {
  readonly frames: readonly Frame[];
  readonly hasHereDocument: boolean;
  /** Why a quoted argument cannot be inserted here; undefined where it can. */
  readonly blocker: string | undefined;
}

export const shellStart: ShellContext = { frames: [], hasHereDocument: false, blocker: undefined };

const blockerOf: Partial<Record<Frame, string>> = {
  single: 'inside single quotes',
  double: 'inside double quotes',
  backtick: 'inside backticks (write $(…))',
  comment: 'inside a comment',
  braces: 'inside a parameter expansion',
  arithmetic: 'inside an arithmetic expression',
};

/**
 * Reads on from `context` through `text`. It knows as much of POSIX sh as deciding "is an argument an argument here?"
 * takes, and where syntax is ambiguous it errs towards "no".
 */
export function scanShell(context: ShellContext, text: string): ShellContext {
  const frames = [...context.frames];
  let hasHereDocument = context.hasHereDocument;
  // After an interpolation the first character continues a word.
  let previous = context === shellStart ? '\n' : "'";
  let at = 0;
  while (at < text.length) {
    const length = stepOver(frames, text.slice(at, at + 3), previous);
    if (isUnquoted(frames) && text.startsWith('<<', at)) hasHereDocument = true;
    previous = text[at + length - 1] ?? '\\';
    at += length;
  }
  const blocker = findBlocker(frames, hasHereDocument, at > text.length, text);
  return { frames, hasHereDocument, blocker };
}

function findBlocker(frames: readonly Frame[], hasHereDocument: boolean, isEscaped: boolean, text: string) {
  if (hasHereDocument) return 'after a here-document (give that a template of its own)';
  if (isEscaped) return 'after a backslash';
  const blocking = frames.findLast((frame) => frame !== 'parentheses');
  const innermost = frames.at(-1);
  // "$(cat ${path})" is fine: the parentheses start over. Backticks and arithmetic do not let go so easily.
  const frame = innermost === 'parentheses' && blocking === 'double' ? undefined : blocking;
  if (frame !== undefined) return blockerOf[frame];
  return text.endsWith('$') ? 'after $' : undefined;
}

/** Changes `frames` for the characters at hand and returns how many of them it took. */
function stepOver(frames: Frame[], ahead: string, previous: string): number {
  const frame = frames.at(-1);
  const char = ahead[0];
  if (frame === 'single' || frame === 'comment') {
    if (char === (frame === 'single' ? "'" : '\n')) frames.pop();
    return 1;
  }
  if (char === '\\') return 2;
  if (ahead.startsWith('$((') || (frame !== 'double' && ahead.startsWith('(('))) {
    frames.push('arithmetic', 'arithmetic');
    return ahead.startsWith('$') ? 3 : 2;
  }
  if (ahead.startsWith('$(')) return push(frames, 'parentheses', 2);
  if (ahead.startsWith('${')) return push(frames, 'braces', 2);
  if (char === '`') return toggle(frames, 'backtick');
  if (char === '"') return toggle(frames, 'double');
  if (frame !== 'double') stepOverUnquoted(frames, char, previous);
  return 1;
}

function stepOverUnquoted(frames: Frame[], char: string | undefined, previous: string): void {
  const frame = frames.at(-1);
  if (char === "'") frames.push('single');
  else if (char === '(') frames.push(frame === 'arithmetic' ? 'arithmetic' : 'parentheses');
  else if (char === ')' && (frame === 'parentheses' || frame === 'arithmetic')) frames.pop();
  else if (char === '}' && frame === 'braces') frames.pop();
  else if (char === '#' && isUnquoted(frames) && /[\s;&|()]/.test(previous)) frames.push('comment');
}

function push(frames: Frame[], frame: Frame, length: number): number {
  frames.push(frame);
  return length;
}

function toggle(frames: Frame[], frame: Frame): number {
  if (frames.at(-1) === frame) frames.pop();
  else frames.push(frame);
  return 1;
}

function isUnquoted(frames: readonly Frame[]): boolean {
  const frame = frames.at(-1);
  return frame === undefined || frame === 'parentheses' || frame === 'backtick';
}
