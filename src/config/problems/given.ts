import type { Path } from './problem';

const SECRET_KEY = /^(?:password|passphrase|privateKey|token|bootstrapTokens|certificateKey|secret|credentials?)$/i;
const USER_INFORMATION = /\/\/[^/\s@]*@/g;
const LONGEST = 80;

/** How `value` is shown in a problem: short, on one line, and never a value that may be a secret. */
export function describeGiven(path: Path, value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (path.some((part) => SECRET_KEY.test(String(part)))) return 'a value that is not shown';
  const shown = JSON.stringify(value).replace(USER_INFORMATION, '//…@');
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
