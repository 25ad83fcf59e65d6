import { condition } from '@temporalio/workflow';

/**
 * Resolves when everything that was woken together with the caller has done what it can do at once: conditions are
 * looked at again only after that.
 */
export function settled(): Promise<void> {
  let looks = 0;
  return condition(() => {
    looks += 1;
    return looks > 1;
  });
}
