import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/messages';

/** temporal.api.enums.v1.IndexedValueType. */
const KEYWORD = 2;

/**
 * Registers the search attributes that the namespace lacks. False where that is not allowed or not possible: runs go on
 * without them.
 */
export async function ensureSearchAttributes({ connection, options }: Client): Promise<boolean> {
  const { namespace } = options;
  const names = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = names.filter((name) => customAttributes?.[name] === undefined);
    if (missing.length === 0) return true;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
    });
    return true;
  } catch {
    return false;
  }
}
