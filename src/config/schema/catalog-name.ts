import { z } from 'zod';

/** One of the names in the catalog in use. */
export function catalogName(names: readonly string[]) {
  return z.enum(names as [string, ...string[]]);
}
