import { createHash } from 'node:crypto';

/** SHA-256, in hexadecimal, of the texts in order; no two different lists have the same digest. */
export function digest(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** SHA-256 of one text as `sha256sum` prints it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
